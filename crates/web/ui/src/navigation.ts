/** Going from view to view without loading the page anew. */

import { createContext } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";

import { parse, write, type Address } from "./address";

export interface Navigation {
  address: Address;
  /** Shows another view; `replace` puts it in the place of this one, so that Back does not stop here. */
  go: (to: Address, how?: "push" | "replace") => void;
  /** The list that was last shown, to go back to it from a page's words. */
  lastList: Address;
}

const Context = createContext<Navigation | null>(null);
export const NavigationProvider = Context.Provider;

/** The navigation of the page. */
export function useNavigation(): Navigation {
  const navigation = useContext(Context);
  if (!navigation) throw new Error("a view stands inside the page");
  return navigation;
}

/** Follows the address bar, links of this page, Back and Forward. */
export function useAddressBar(): Navigation {
  const [address, setAddress] = useState(() => parse(location.href));
  const [lastList, setLastList] = useState<Address>(() =>
    isList(address) ? address : { screen: "statements", filter: {}, offset: 0, record: null },
  );
  const show = (next: Address) => {
    setAddress(next);
    if (isList(next)) setLastList(next);
  };
  const go: Navigation["go"] = (to, how = "push") => {
    const path = write(to);
    if (path === location.pathname + location.search) return;
    if (how === "push") history.pushState(null, "", path);
    else history.replaceState(null, "", path);
    show(to);
  };
  useLayoutEffect(() => {
    const onPop = () => show(parse(location.href));
    const onClick = (event: MouseEvent) => {
      const path = pathOfLink(event);
      if (path === null) return;
      event.preventDefault();
      const next = parse(path);
      go(next);
      if (next.screen !== parse(location.href).screen) scrollTo(0, 0);
    };
    addEventListener("popstate", onPop);
    document.addEventListener("click", onClick);
    return () => {
      removeEventListener("popstate", onPop);
      document.removeEventListener("click", onClick);
    };
  }, []);
  return { address, go, lastList };
}

function isList(address: Address): boolean {
  return address.screen === "statements" || address.screen === "timeline";
}

/** Where a plain click on a link of this page leads; nothing for a click that the browser should handle. */
function pathOfLink(event: MouseEvent): string | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!isPlain || event.defaultPrevented || !link || link.target || link.hasAttribute("download")) return null;
  const isScreen = link.origin === location.origin && !link.pathname.startsWith("/api/") && !link.hash;
  return isScreen ? link.pathname + link.search : null;
}
