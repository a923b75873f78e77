// A trader's day with okx-api 3.2.3, unmodified but for its base URLs.
import { RestClient, WebsocketAPIClient, WebsocketClient } from "okx-api";
import { LocalBook } from "./local-book.mjs";
import { credentials, day, equal, eventually, holds, refusal } from "./day.mjs";

const keys = (user) => ({ apiKey: user.apiKey, apiSecret: user.secretKey, apiPass: user.passphrase });
const [alice, bob] = credentials.users;
const rest = new RestClient({ ...keys(alice), baseUrl: credentials.rest });
const other = new RestClient({ ...keys(bob), baseUrl: credentials.rest });
const anyone = new RestClient({ baseUrl: credentials.rest });
const quiet = { trace() {}, info() {}, error: console.error };

const pushed = { orders: [], account: [], books5: [], tickers: [], books: [] };
const sockets = new WebsocketClient(
  { accounts: [keys(alice)], wsUrl: `${credentials.ws}/private` }, quiet);
sockets.on("update", (push) => pushed[push.arg.channel]?.push(push));
sockets.on("exception", (problem) => { console.error("socket", problem); process.exit(1); });
const orderSocket = new WebsocketAPIClient(
  { accounts: [keys(alice)], wsUrl: `${credentials.ws}/private`, attachEventListeners: false }, quiet);

const CHECKED_PUSHES = 20;
const instrument = "ETH-USDT";
const limit = (px, sz, more = {}) =>
  ({ instId: instrument, tdMode: "cash", side: "buy", ordType: "limit", px: String(px), sz: String(sz), ...more });
let last;
let far;
let resting;

await day({
  async "server time"() {
    const [time] = await anyone.getSystemTime();
    holds(Math.abs(Number(time.ts) - Date.now()) < 5_000, "the server's clock near ours");
  },
  async "instruments"() {
    const listed = await anyone.getInstruments({ instType: "SPOT" });
    equal(listed.map((row) => [row.instId, row.tickSz, row.lotSz, row.minSz, row.state]).sort(), [
      ["BTC-USDT", "0.1", "0.00000001", "0.00001", "live"],
      ["DOGE-USDT", "0.000001", "0.000001", "10", "live"],
      ["ETH-BTC", "0.00001", "0.000001", "0.001", "live"],
      ["ETH-USDT", "0.01", "0.000001", "0.001", "live"],
      ["SOL-USDT", "0.001", "0.000001", "0.01", "live"],
    ]);
  },
  async "a book with both sides, best prices first"() {
    const book = await eventually("two-sided book", async () => {
      const [found] = await anyone.getOrderBook({ instId: instrument, sz: "5" });
      return found.bids.length && found.asks.length && found;
    });
    last = (Number(book.bids[0][0]) + Number(book.asks[0][0])) / 2;
    far = (last * 0.95).toFixed(2);
    holds(Number(book.bids[0][0]) < Number(book.asks[0][0]), "a best bid below the best ask");
  },
  async "ticker, trades and candles of a lively market"() {
    const trade = await eventually("trade", async () => (await anyone.getTrades({ instId: instrument }))[0]);
    equal(trade.instId, instrument);
    const [ticker] = await anyone.getTicker({ instId: instrument });
    holds(Number(ticker.last) > 0, "a last price");
    const candles = await anyone.getCandles({ instId: instrument, bar: "1m" });
    equal(candles[0].length, 9);
  },
  async "live public and private channels"() {
    sockets.subscribe([
      { channel: "orders", instType: "SPOT" }, { channel: "account" },
      { channel: "books5", instId: instrument }, { channel: "tickers", instId: instrument }]);
    await eventually("account snapshot", () => pushed.account.find((push) => push.eventType === "snapshot"));
    await eventually("book", () => pushed.books5.length > 0);
  },
  async "a whole book kept from pushes alone, each with its checksum and its place in the chain"() {
    const book = new LocalBook();
    let taken = 0;
    sockets.subscribe([{ channel: "books", instId: "BTC-USDT" }]);
    await eventually(`${CHECKED_PUSHES} pushes of a lively book`, () => {
      for (; taken < pushed.books.length; taken++) book.take(pushed.books[taken]);
      return book.checked >= CHECKED_PUSHES;
    }, 30_000);
    holds(book.bids.size > 0 && book.asks.size > 0, "a book with two sides");
    const [shown] = await anyone.getOrderBook({ instId: "BTC-USDT", sz: "1" });
    holds(Number(shown.bids[0][0]) < Number(shown.asks[0][0]), "a book that is not crossed");
  },
  async "funds and account"() {
    const [balance] = await rest.getBalance();
    holds(Number(balance.details.find((row) => row.ccy === "USDT").availBal) > 0, "USDT to trade with");
    const [config] = await rest.getAccountConfiguration();
    equal(config.uid, alice.uid);
  },
  async "place a resting order, seen on the orders channel"() {
    const [placed] = await rest.submitOrder(limit(far, "0.01", { clOrdId: `day${Date.now()}` }));
    equal(placed.sCode, "0");
    resting = placed.ordId;
    const push = await eventually("push of the order", () => pushed.orders.find((one) => one.data[0].ordId === resting));
    equal([push.data[0].state, push.data[0].sz, push.data[0].accFillSz], ["live", "0.01", "0"]);
    const open = await rest.getOrderList({ instType: "SPOT" });
    holds(open.some((order) => order.ordId === resting), "the order among the open ones");
  },
  async "amend it"() {
    const [amended] = await rest.amendOrder({ instId: instrument, ordId: resting, newSz: "0.02" });
    equal(amended.sCode, "0");
    const [order] = await eventually("new size", async () => {
      const found = await rest.getOrderDetails({ instId: instrument, ordId: resting });
      return found[0].sz === "0.02" && found;
    });
    equal(order.state, "live");
  },
  async "nobody else sees it or cancels it"() {
    equal((await refusal(() => other.getOrderDetails({ instId: instrument, ordId: resting }))).code, "51603");
    const refused = await refusal(() => other.cancelOrder({ instId: instrument, ordId: resting }));
    equal(refused.data?.[0]?.sCode, "51400");
    equal((await rest.getOrderDetails({ instId: instrument, ordId: resting }))[0].state, "live");
  },
  async "cancel it"() {
    const [canceled] = await rest.cancelOrder({ instId: instrument, ordId: resting });
    equal(canceled.sCode, "0");
    await eventually("canceled push", () =>
      pushed.orders.find((one) => one.data[0].ordId === resting && one.data[0].state === "canceled"));
    const refused = await refusal(() => rest.cancelOrder({ instId: instrument, ordId: resting }));
    equal(refused.data?.[0]?.sCode, "51400");
  },
  async "buy at market for a quote amount"() {
    const [placed] = await rest.submitOrder(
      { instId: instrument, tdMode: "cash", side: "buy", ordType: "market", sz: "50", tgtCcy: "quote_ccy" });
    const order = await eventually("end of the market order", async () => {
      const [found] = await rest.getOrderDetails({ instId: instrument, ordId: placed.ordId });
      return found.state === "filled" && found;
    });
    equal([order.tgtCcy, order.sz, order.feeCcy], ["quote_ccy", "50", "ETH"]);
    holds(Number(order.fee) < 0, "a fee, negative because charged");
    const fills = await rest.getFills({ instType: "SPOT", ordId: placed.ordId });
    holds(fills.length > 0 && fills.every((fill) => fill.execType === "T"), "taker fills");
    const sum = fills.reduce((total, fill) => total + Number(fill.fillSz), 0);
    holds(Math.abs(sum - Number(order.accFillSz)) < 1e-9, "fills that add up to the order");
  },
  async "a post-only order that would take is canceled, not traded"() {
    const [placed] = await rest.submitOrder(limit((last * 1.05).toFixed(2), "0.01", { ordType: "post_only" }));
    const order = await eventually("end of the post-only order", async () => {
      const [found] = await rest.getOrderDetails({ instId: instrument, ordId: placed.ordId });
      return found.state === "canceled" && found;
    });
    equal([order.cancelSource, order.accFillSz], ["31", "0"]);
  },
  async "an order beyond the funds is refused"() {
    const refused = await refusal(() => rest.submitOrder(limit(far, "900000")));
    equal([refused.code, refused.data?.[0]?.sCode], ["1", "51008"]);
  },
  async "a batch is placed and canceled in one request each"() {
    const placed = await rest.submitMultipleOrders([limit(far, "0.01"), limit(far, "0.02"), limit(far, "0.03")]);
    equal(placed.map((item) => item.sCode), ["0", "0", "0"]);
    const canceled = await rest.cancelMultipleOrders(placed.map((item) => ({ instId: instrument, ordId: item.ordId })));
    equal(canceled.map((item) => item.sCode), ["0", "0", "0"]);
  },
  async "place, amend and cancel over the WebSocket"() {
    const placed = await orderSocket.submitNewOrder(limit(far, "0.01"));
    const { ordId, sCode } = placed.data[0];
    equal(sCode, "0");
    equal((await orderSocket.amendOrder({ instId: instrument, ordId, newSz: "0.03" })).data[0].sCode, "0");
    equal((await orderSocket.cancelOrder({ instId: instrument, ordId })).data[0].sCode, "0");
  },
  async "history, fills and bills of the day"() {
    const history = await eventually("order history", async () => {
      const rows = await rest.getOrderHistory({ instType: "SPOT", instId: instrument });
      return rows.some((row) => row.ordId === resting && row.state === "canceled") && rows;
    });
    holds(history.some((row) => row.state === "filled"), "the market order in the history");
    const bills = await eventually("bills", async () => {
      const rows = await rest.getBills({ instType: "SPOT" });
      return rows.length > 1 && rows;
    });
    holds(bills.some((row) => row.ccy === "ETH") && bills.some((row) => row.ccy === "USDT"), "a bill for each side");
    holds((await rest.getFillsHistory({ instType: "SPOT" })).length > 0, "fills in the history");
  },
  async "transfer between the wallets"() {
    const [moved] = await rest.fundsTransfer({ ccy: "USDT", amt: "5", from: "18", to: "6", type: "0" });
    holds(moved.transId, "a transfer id");
    await eventually("funding balance", async () => (await rest.getBalances({ ccy: "USDT" }))[0]?.bal >= 5);
  },
  async "a sub-account of its own"() {
    const subAcct = "okxapibot1";
    // The library's own method for this asks a broker's endpoint.
    await rest.postPrivate("/api/v5/users/subaccount/create-subaccount", { subAcct, type: "1" });
    holds((await rest.getSubAccountList()).some((row) => row.subAcct === subAcct), "the sub-account in the list");
    const [moved] = await rest.fundsTransfer({ ccy: "USDT", amt: "7", from: "18", to: "6", type: "1", subAcct });
    holds(moved.transId, "a transfer id");
    equal((await rest.getSubAccountFundingBalances({ subAcct }))[0].bal, "7");
    const [bill] = await rest.getSubAccountTransferHistory({ subAcct });
    equal([bill.amt, bill.type], ["7", "0"]);
    equal((await rest.setSubAccountTransferOutPermission({ subAcct, canTransOut: true }))[0].canTransOut, true);
    equal((await refusal(() => other.getSubAccountBalances({ subAcct }))).code, "59510");
  },
  async "the account channel told of the fills"() {
    await eventually("account update", () => pushed.account.find((push) => push.eventType === "event_update"));
  },
});
