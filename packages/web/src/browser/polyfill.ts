// Browsers of last year have `await using` compiled away, and not the symbol that it asks for.
const symbols = Symbol as unknown as { asyncDispose?: symbol };
symbols.asyncDispose ??= Symbol.for('Symbol.asyncDispose');

export {};
