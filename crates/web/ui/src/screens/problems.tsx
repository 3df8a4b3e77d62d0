import { write, type Address } from "../address";
import type { ProblemView } from "../api/types";
import { useAnswer } from "../api/use-answer";
import { count, fileName, number, problemName } from "../format";
import { Heading } from "../parts/heading";
import { Empty, Failed, Loading } from "../parts/notice";

/** What was doubtful, by its name. */
export function Problems({ name }: Extract<Address, { screen: "problems" }>) {
  const problems = useAnswer<ProblemView[]>("/problems");
  if (problems.error) return <Failed error={problems.error} onRetry={problems.reload} />;
  if (!problems.value) return <Loading />;
  const names = tally(problems.value);
  const shown = problems.value.filter((problem) => name === null || problem.name === name);
  return (
    <>
      <Heading>Problems</Heading>
      {problems.value.length === 0 ? (
        <Empty>Nothing was doubtful on any page.</Empty>
      ) : (
        <>
          <nav aria-label="Kinds of problem">
            <ul class="chips">
              <li>
                <a class="chip" href="/problems" aria-current={name === null ? "true" : undefined}>
                  All {number(problems.value.length)}
                </a>
              </li>
              {names.map(([other, n]) => (
                <li>
                  <a
                    class="chip"
                    href={write({ screen: "problems", name: other })}
                    aria-current={name === other ? "true" : undefined}
                  >
                    {problemName(other)} {number(n)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <p class="note">{count(shown.length, "problem")}. A problem is a doubt about a page; it stops nothing, and the page was read as far as it goes.</p>
          <ul class="rows">
            {shown.map((problem) => (
              <li class="row">
                <p class="row-head">
                  <span class="speaker">{problemName(problem.name)}</span>
                </p>
                {problem.words && <p class="words">{problem.words}</p>}
                <p>{problem.note}</p>
                <p class="row-foot">
                  <a href={write({ screen: "page", id: problem.page, record: null })}>{fileName(problem.page_origin)}</a>
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function tally(problems: readonly ProblemView[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { name } of problems) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
