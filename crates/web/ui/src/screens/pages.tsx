import { write } from "../address";
import type { PageHead } from "../api/types";
import { useAnswer } from "../api/use-answer";
import { count, fileName, interval, number } from "../format";
import { Heading } from "../parts/heading";
import { Empty, Failed, Loading } from "../parts/notice";

/** Every page that was read. */
export function Pages() {
  const pages = useAnswer<PageHead[]>("/pages");
  return (
    <>
      <Heading>Pages</Heading>
      {pages.error ? (
        <Failed error={pages.error} onRetry={pages.reload} />
      ) : !pages.value ? (
        <Loading />
      ) : pages.value.length === 0 ? (
        <Empty>
          This ledger holds no page yet. Read some with <code>demarche read PATH</code>, then reload.
        </Empty>
      ) : (
        <>
          <p class="note">{count(pages.value.length, "page")}, by day of publication.</p>
          <ol class="rows pages">
            {pages.value.map((page) => (
              <PageRow key={page.id} page={page} />
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function PageRow({ page }: { page: PageHead }) {
  const { published, site, title } = page.metadata;
  const file = fileName(page.origins[0] ?? "");
  return (
    <li class="row page-row">
      <p class="page-date">{published ? interval(published) : "no date"}</p>
      <div>
        <a class="words" href={write({ screen: "page", id: page.id, record: null })}>
          {title ?? file}
        </a>
        <p class="row-foot">
          {site && <span>{site}</span>}
          {title && <span class="file">{file}</span>}
          {!page.is_article && <span>no article</span>}
          {page.n_problems > 0 && <span>{count(page.n_problems, "problem")}</span>}
        </p>
      </div>
      <p class="figure">
        {number(page.n_records)} <span class="note">{page.n_records === 1 ? "statement" : "statements"}</span>
      </p>
    </li>
  );
}
