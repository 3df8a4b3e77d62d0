import { useEffect, useRef, useState } from "preact/hooks";

import { KEYS, keysAreOn, setKeys } from "./keys";

/** The keys, and the switch that turns them off. */
export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOn, setIsOn] = useState(keysAreOn);
  useEffect(() => dialog.current?.showModal(), []);
  const turn = (on: boolean) => {
    setKeys(on);
    setIsOn(on);
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
      <dl class="keys">
        {KEYS.map(([key, meaning]) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={isOn} onChange={(event) => turn(event.currentTarget.checked)} />
        Listen to single keys
      </label>
      <p class="note">Everything that a key does can also be done with the buttons and links.</p>
      <div class="actions">
        <button type="button" class="button is-first" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}
