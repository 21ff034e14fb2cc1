package dev.parley.core.rules.contact;

import java.util.Set;

/** Classifies digits by the words around them. */
enum PhoneContext {
    /** "call", "phone": digits are a phone number. */
    PHONE,
    /** "my number": they are one unless something says otherwise. */
    NUMBER,
    NONE,
    /** "order", "invoice", a currency: they are something else. */
    OTHER;

    private static final int WORDS_BEFORE = 4;
    private static final int TOKENS_BEFORE = 12;

    private static final Set<String> PHONE_WORDS = Set.of(
            "call",
            "phone",
            "tel",
            "telephone",
            "telefon",
            "telefono",
            "mobile",
            "mobil",
            "cell",
            "cellphone",
            "text",
            "sms",
            "whatsapp",
            "ring",
            "dial",
            "handy",
            "handynummer",
            "anrufen",
            "llama",
            "appelez",
            "viber",
            "signal",
            "fone",
            "ph",
            "mob",
            "telegram",
            "landline",
            "hotline",
            "reach");

    private static final Set<String> NUMBER_WORDS =
            Set.of("number", "numbers", "nummer", "numero", "contact", "digits", "me");

    private static final Set<String> OTHER_WORDS = Set.of(
            "order",
            "invoice",
            "ref",
            "reference",
            "booking",
            "ticket",
            "tracking",
            "parcel",
            "iban",
            "bic",
            "account",
            "acct",
            "no",
            "nr",
            "id",
            "serial",
            "article",
            "item",
            "model",
            "policy",
            "licence",
            "license",
            "tax",
            "vat",
            "isbn",
            "ean",
            "sku",
            "zip",
            "postcode",
            "plz",
            "code",
            "pin",
            "case",
            "contract",
            "customer",
            "confirmation",
            "card",
            "meter",
            "reg",
            "registration",
            "part",
            "quote",
            "job",
            "offer",
            "rechnung",
            "auftrag",
            "bestellung",
            "sendung",
            "shipment",
            "version",
            "transaction",
            "receipt",
            "permit",
            "barcode",
            "price",
            "total",
            "budget",
            "pay",
            "paid",
            "cost",
            "costs",
            "eur",
            "usd",
            "gbp",
            "inr",
            "chf",
            "euro",
            "rs",
            "file",
            "insurance",
            "plot",
            "lot",
            "upc",
            "imei",
            "gtin",
            "kundennummer",
            "artikel",
            "sort",
            "bank",
            "patent",
            "flight",
            "from",
            "size",
            "sizes",
            "numbered",
            "catalogue",
            "delivery",
            "passport",
            "coordinates",
            "gps",
            "between",
            "hs",
            "docket");

    private static final Set<String> UNITS = Set.of(
            "eur",
            "euro",
            "euros",
            "usd",
            "gbp",
            "chf",
            "dollars",
            "dollar",
            "pounds",
            "rupees",
            "kg",
            "g",
            "km",
            "m",
            "cm",
            "mm",
            "sqm",
            "pcs",
            "pieces",
            "units",
            "people",
            "users",
            "hours",
            "days",
            "kwh",
            "items",
            "litres",
            "liters",
            "metres",
            "meters",
            "views",
            "followers",
            "bricks",
            "tiles",
            "screws",
            "x");

    private static final String CURRENCIES = "$\u20AC\u00A3\u20B9\u00A5";

    /** @param start the first token of the digits; {@code end} behind their last */
    static PhoneContext of(TextTokens tokens, int start, int end) {
        int next = tokens.isSpace(end) ? end + 1 : end;
        if (UNITS.contains(tokens.word(next)) || tokens.isSymbolOf(next, CURRENCIES + "%")) {
            return OTHER;
        }
        PhoneContext weakest = NONE;
        int words = 0;
        for (int token = start - 1; token > start - TOKENS_BEFORE && words < WORDS_BEFORE; token--) {
            words += tokens.isWord(token) ? 1 : 0;
            PhoneContext one = of(tokens, token);
            if (one == PHONE || one == OTHER) {
                return one;
            }
            weakest = one == NUMBER ? NUMBER : weakest;
        }
        return weakest;
    }

    private static PhoneContext of(TextTokens tokens, int token) {
        if (tokens.isSymbolOf(token, CURRENCIES + "#\u2116")) {
            return OTHER;
        }
        String word = tokens.word(token);
        if (PHONE_WORDS.contains(word)) {
            return PHONE;
        }
        return OTHER_WORDS.contains(word) ? OTHER : NUMBER_WORDS.contains(word) ? NUMBER : NONE;
    }
}
