/** What is said of a block when it was moved. */

import type { Block, Recoded } from "../api/types";
import { count } from "../format";
import { roleName } from "./roles";

/** The block with this key, on a page as it stands now. */
export function blockOf(page: { blocks: readonly Block[] }, key: string): Block | undefined {
  return page.blocks.find((block) => block.key === key);
}

/** What became of the block and of the page's statements, in sentences for a person who does not see the page. */
export function movedInWords({ n_added, n_withdrawn, page }: Recoded, key: string, wasPutBack: boolean): string {
  const block = blockOf(page, key);
  const role = block ? `${roleName(block.role)}${block.is_article ? ", in the article" : ""}` : "gone from the page as it is read now";
  const changes = [
    n_added > 0 ? `${count(n_added, "statement")} found` : "",
    n_withdrawn > 0 ? `${count(n_withdrawn, "statement")} taken away` : "",
  ].filter(Boolean);
  return `${wasPutBack ? "Put back" : "Moved"}: ${role}. ${changes.join(", ") || "No statement changed"}.`;
}
