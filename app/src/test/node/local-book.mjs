// A client's own copy of an order book, kept from a snapshot and its updates, and checked after each of them.
import { crc32 } from "node:zlib";
import { equal, holds } from "./day.mjs";

const CHECKSUM_LEVELS = 25;

export class LocalBook {
  bids = new Map();
  asks = new Map();
  /** Pushes taken and found right. */
  checked = 0;
  #sequence = -1;

  /** Takes the next push of the `books` channel. */
  take(push) {
    const [data] = push.data;
    if (push.action === "snapshot") {
      this.bids.clear();
      this.asks.clear();
      equal(data.prevSeqId, -1);
    } else {
      equal(data.prevSeqId, this.#sequence);
      holds(data.seqId >= data.prevSeqId, "a sequence that does not go back");
    }
    this.#sequence = data.seqId;
    this.#change(this.bids, data.bids);
    this.#change(this.asks, data.asks);
    equal(this.#checksum(), data.checksum);
    this.checked++;
  }

  #change(side, levels) {
    for (const [price, size] of levels) {
      if (size === "0") side.delete(price);
      else side.set(price, size);
    }
  }

  /** CRC-32, as a signed number, of the best levels as text: bid price:size:ask price:size and so on, best first. */
  #checksum() {
    const best = (side, sign) => [...side].sort((one, other) => sign * (one[0] - other[0])).slice(0, CHECKSUM_LEVELS);
    const bids = best(this.bids, -1);
    const asks = best(this.asks, 1);
    const parts = [];
    for (let level = 0; level < CHECKSUM_LEVELS; level++) {
      if (level < bids.length) parts.push(...bids[level]);
      if (level < asks.length) parts.push(...asks[level]);
    }
    return crc32(parts.join(":")) | 0;
  }
}
