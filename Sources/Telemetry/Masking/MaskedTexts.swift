/// How texts look in lines that come again and again: names of models, targets, keys. Each has to be looked through once.
///
/// It holds so many at most; those that have not been asked for in a while make room.
struct MaskedTexts: Sendable {
    /// How many texts are remembered in each half, and how long they may be, in bytes.
    private static let (most, longest) = (512, 128)

    private var recent: [String: [UInt8]] = [:]
    private var older: [String: [UInt8]] = [:]

    /// How many texts are remembered.
    var count: Int { recent.count + older.count }

    /// A text as a JSON string with its quotes, without what must not leave; `nil` where it is not remembered.
    mutating func literal(_ text: String) -> [UInt8]? {
        if let literal = recent[text] { return literal }
        guard let literal = older[text] else { return nil }
        remember(text, literal)
        return literal
    }

    /// Remembers how a text looks, if it is short enough.
    mutating func remember(_ text: String, _ literal: [UInt8]) {
        guard text.utf8.count <= Self.longest else { return }
        if recent.count >= Self.most {
            older = recent
            recent = [:]
        }
        recent[text] = literal
    }
}
