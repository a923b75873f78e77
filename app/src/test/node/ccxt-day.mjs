// A trader's day with ccxt 4.5.84 (REST and pro), unmodified but for its base URLs.
import ccxt from "ccxt";
import { credentials, day, equal, eventually, holds, refusal } from "./day.mjs";

const client = (user) => new ccxt.pro.okx({
  apiKey: user.apiKey,
  secret: user.secretKey,
  password: user.passphrase,
  urls: { api: { rest: credentials.rest, ws: credentials.ws } },
});
const [alice, bob] = credentials.users;
const exchange = client(alice);
const other = client(bob);
const symbol = "SOL/USDT";
let far;
let resting;

await day({
  async "markets"() {
    await exchange.loadHttpProxyAgent();
    await exchange.loadMarkets();
    equal(Object.keys(exchange.markets).sort(), ["BTC/USDT", "DOGE/USDT", "ETH/BTC", "ETH/USDT", "SOL/USDT"]);
    equal(exchange.markets[symbol].precision, { amount: 0.000001, price: 0.001 });
  },
  async "book, ticker, trades, candles"() {
    const book = await eventually("two-sided book", async () => {
      const found = await exchange.fetchOrderBook(symbol);
      return found.bids.length && found.asks.length && found;
    });
    far = Number((book.bids[0][0] * 0.95).toFixed(3));
    await eventually("trade", async () => (await exchange.fetchTrades(symbol)).length > 0);
    holds((await exchange.fetchTicker(symbol)).last > 0, "a last price");
    holds((await exchange.fetchOHLCV(symbol, "1m")).length > 0, "candles");
  },
  async "watch the book"() {
    const book = await exchange.watchOrderBook(symbol);
    holds(book.bids[0][0] < book.asks[0][0], "an uncrossed book");
    await exchange.watchOrderBook(symbol);
  },
  async "balance"() {
    holds((await exchange.fetchBalance()).USDT.free > 0, "USDT to trade with");
  },
  async "place, see, edit"() {
    resting = (await exchange.createOrder(symbol, "limit", "buy", 1, far)).id;
    holds((await exchange.fetchOpenOrders(symbol)).some((order) => order.id === resting), "the order among the open ones");
    await exchange.editOrder(resting, symbol, "limit", "buy", 2, far);
    await eventually("new amount", async () => (await exchange.fetchOrder(resting, symbol)).amount === 2);
  },
  async "nobody else can touch it"() {
    await other.loadMarkets();
    holds((await refusal(() => other.cancelOrder(resting, symbol))) instanceof ccxt.OrderNotFound, "OrderNotFound");
    holds(!(await other.fetchOpenOrders(symbol)).some((order) => order.id === resting), "a list without it");
  },
  async "cancel"() {
    await exchange.cancelOrder(resting, symbol);
    await eventually("canceled", async () => (await exchange.fetchOrder(resting, symbol)).status === "canceled");
  },
  async "market buy with a cost, fills and ledger"() {
    const order = await exchange.createMarketBuyOrderWithCost(symbol, 20);
    await eventually("closed", async () => (await exchange.fetchOrder(order.id, symbol)).status === "closed");
    const trades = await eventually("my trades", async () => {
      const mine = await exchange.fetchMyTrades(symbol);
      return mine.some((trade) => trade.order === order.id) && mine;
    });
    holds(trades.every((trade) => trade.fee.cost >= 0), "fees as costs");
    await eventually("ledger", async () => (await exchange.fetchLedger("SOL")).length > 0);
  },
  async "insufficient funds"() {
    const refused = await refusal(() => exchange.createOrder(symbol, "limit", "buy", 500_000_000, far));
    holds(refused instanceof ccxt.InsufficientFunds, `InsufficientFunds, found ${refused}`);
  },
  async "a sub-account of its own"() {
    const name = "ccxtbot01";
    await exchange.privatePostUsersSubaccountCreateSubaccount({ subAcct: name, type: "1", label: "by ccxt" });
    const { data: [key] } = await exchange.privatePostUsersSubaccountApikey(
      { subAcct: name, label: "desk", passphrase: "Pass-word1", perm: "read_only,trade" });
    const bot = client(key);
    await bot.loadMarkets();
    await exchange.transfer("USDT", 25, "master", name, { from: "18", to: "18" });
    equal((await bot.fetchBalance()).USDT.free, 25);
    const order = await bot.createOrder(symbol, "limit", "buy", 0.1, far);
    await refusal(() => exchange.cancelOrder(order.id, symbol));
    holds((await bot.fetchOpenOrders(symbol)).some((open) => open.id === order.id), "an order of its own");
    await bot.cancelOrder(order.id, symbol);
    await exchange.transfer("USDT", 5, name, "master", { from: "18", to: "18" });
    equal((await bot.fetchBalance()).USDT.free, 20);
    holds(`${await refusal(() => bot.transfer("USDT", 1, "trading", "funding", { type: "3" }))}`.includes("58119"),
      "a sub-account that may not send");
    const { data: listed } = await exchange.privateGetUsersSubaccountList();
    holds(listed.some((row) => row.subAcct === name && row.label === "by ccxt"), "the sub-account in the list");
    const { data: foreign } = await other.privateGetUsersSubaccountList();
    holds(!foreign.some((row) => row.subAcct === name), "a list of another family without it");
  },
  async "orders over the WebSocket, watched"() {
    let seen;
    exchange.watchOrders(symbol).then((orders) => { seen = orders; });
    // The subscription has no event of its own: orders are placed until one is seen.
    await eventually("order on the channel", async () => {
      const placed = await exchange.createOrderWs(symbol, "limit", "buy", 1, far);
      await exchange.cancelOrderWs(placed.id, symbol);
      return seen;
    });
    equal(seen[0].symbol, symbol);
  },
});
