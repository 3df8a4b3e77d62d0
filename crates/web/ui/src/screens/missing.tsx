import { Heading } from "../parts/heading";

/** An address that leads nowhere. */
export function Missing() {
  return (
    <>
      <Heading>Nothing here</Heading>
      <p>
        There is no view at this address. <a href="/">Go to the record</a>
      </p>
    </>
  );
}
