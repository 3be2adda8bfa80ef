import Guardrails

/// What is done about findings, and where the document says so; `nil` where it does not.
struct LocatedAction: Sendable {
    let action: GuardAction
    let place: Located

    /// All words, for messages.
    static let words = [
        "block", "mask", "mask-type", "mask-last-N", "restore", "redact", "hash", "warn", "log", "ignore", "reask",
        "route:MODEL",
    ]

    /// The model in `route:MODEL`.
    static func model(in text: String) -> String? {
        text.hasPrefix("route:") ? String(text.dropFirst("route:".count)) : nil
    }

    /// The action of a word; `nil` for what is none, and for `route:…`.
    static func action(of word: String) -> GuardAction? {
        switch word {
        case "block": .block
        case "mask": .mask(.numbered)
        case "mask-type": .mask(.typeName)
        case "restore": .restore
        case "redact": .redact
        case "hash": .hash
        case "warn": .warn
        case "log": .log
        case "ignore": .ignore
        case "reask": .reask
        default: digits(in: word).map { .mask(.last($0)) }
        }
    }

    /// The number in `mask-last-N`, 1 to 8.
    private static func digits(in word: String) -> Int? {
        guard word.hasPrefix("mask-last-"), word.utf8.count == "mask-last-".utf8.count + 1,
            let number = word.last?.wholeNumberValue, word.utf8.last?.isDigit == true, (1...8).contains(number)
        else { return nil }
        return number
    }
}
