// What every client's day shares: the credentials of a running demo, steps with names, and waiting for a condition.
import { readFileSync } from "node:fs";
import { deepStrictEqual } from "node:assert";

export const credentials = JSON.parse(readFileSync(process.argv[2], "utf8"));

/** The day prints each step it has done, and fails at the first one that is not as expected. */
export async function day(steps) {
  const started = Date.now();
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step();
      console.log(`done ${name}`);
    } catch (failure) {
      console.error(`FAILED ${name}`, failure);
      process.exit(1);
    }
  }
  console.log(`the whole day in ${Date.now() - started} ms`);
  process.exit(0);
}

export function equal(found, expected) {
  deepStrictEqual(found, expected);
}

export function holds(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

/** Waits until a value appears; a day does not hang. */
export async function eventually(what, probe, millisMax = 10_000) {
  const deadline = Date.now() + millisMax;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`no ${what} within ${millisMax} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The refusal that a call must end in. */
export async function refusal(call) {
  try {
    const answer = await call();
    return { answered: answer };
  } catch (refused) {
    return refused;
  }
}
