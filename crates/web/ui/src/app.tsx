import { useEffect, useRef, useState } from "preact/hooks";

import type { Address } from "./address";
import { NavigationProvider, useAddressBar } from "./navigation";
import { noteMove } from "./parts/heading";
import { Reader } from "./reader/reader";
import { EditForm } from "./review/form";
import { Help } from "./review/help";
import { useKeys } from "./review/keys";
import { ReviewProvider, useReviewing } from "./review/use-review";
import { Missing } from "./screens/missing";
import { Overview } from "./screens/overview";
import { Pages } from "./screens/pages";
import { Problems } from "./screens/problems";
import { Statements } from "./screens/statements";
import { Timeline } from "./screens/timeline";

const SCREENS: [string, string, Address["screen"][]][] = [
  ["/", "Record", ["overview"]],
  ["/statements", "Statements", ["statements"]],
  ["/timeline", "Timeline", ["timeline"]],
  ["/pages", "Pages", ["pages", "page"]],
  ["/problems", "Problems", ["problems"]],
];

/** The whole page: masthead, view, and what was last said. */
export function App() {
  const navigation = useAddressBar();
  const review = useReviewing();
  const [helpIsOpen, setHelp] = useState(false);
  const { address } = navigation;
  useKeys({ "?": () => setHelp(true) });
  const view = address.screen === "page" ? `page ${address.id}` : address.screen;
  const shown = useRef(view);
  if (shown.current !== view) {
    // The next view asks the ledger anew; what was answered before is in its answer.
    review.verdicts.forget();
    noteMove();
    shown.current = view;
  }
  useEffect(() => {
    const name = SCREENS.find(([, , screens]) => screens.includes(address.screen))?.[1] ?? "Nothing here";
    document.title = `${name} · demarche`;
  }, [address.screen]);
  return (
    <NavigationProvider value={navigation}>
      <ReviewProvider value={review}>
        <a class="skip" href="#view">
          Skip to the view
        </a>
        <header class="masthead">
          <a class="wordmark" href="/">
            demarche
          </a>
          <nav aria-label="Views">
            <ul>
              {SCREENS.map(([path, name, screens]) => (
                <li>
                  <a href={path} aria-current={screens.includes(address.screen) ? "page" : undefined}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <button type="button" class="button" onClick={() => setHelp(true)}>
            Keys <kbd aria-hidden="true">?</kbd>
          </button>
        </header>
        <main id="view" tabIndex={-1}>
          <View address={address} />
        </main>
        <div class="notices">
          <p role="status">{review.notice && !review.notice.isError ? review.notice.sentence : ""}</p>
          <p role="alert" class="is-error">
            {review.notice?.isError ? review.notice.sentence : ""}
          </p>
          {review.notice?.action && (
            <button type="button" class="button" onClick={review.notice.action.action}>
              {review.notice.action.name}
            </button>
          )}
        </div>
        {review.edited && (
          <EditForm
            view={review.edited}
            verdicts={review.verdicts}
            onClose={review.closeForm}
            onSaved={(sentence) => {
              review.closeForm();
              review.say(sentence);
            }}
          />
        )}
        {helpIsOpen && <Help onClose={() => setHelp(false)} />}
      </ReviewProvider>
    </NavigationProvider>
  );
}

function View({ address }: { address: Address }) {
  switch (address.screen) {
    case "overview":
      return <Overview />;
    case "statements":
      return <Statements {...address} />;
    case "timeline":
      return <Timeline {...address} />;
    case "pages":
      return <Pages />;
    case "page":
      return <Reader {...address} />;
    case "problems":
      return <Problems {...address} />;
    case "missing":
      return <Missing />;
  }
}
