/// A prompt or an answer as it is stored: masked, and cut at its bound.
public struct BodyText: Hashable, Sendable {
    /// Bytes behind the bound that are looked at before the cut, so that what begins before it and ends behind it is hidden
    /// as a whole.
    public static let margin = 2048

    /// The text, UTF-8.
    public let bytes: [UInt8]
    /// How many bytes there were.
    public let size: Int
    /// Whether something is missing at the end.
    public let isTruncated: Bool

    /// A text that is masked and cut already.
    public init(bytes: [UInt8], size: Int, isTruncated: Bool) {
        self.bytes = bytes
        self.size = size
        self.isTruncated = isTruncated
    }

    /// Masks and cuts a text.
    /// - Parameters:
    ///   - text: its beginning: all of it, or ``margin`` bytes more than `limit`.
    ///   - size: how many bytes there were.
    ///   - isWhole: whether `text` is all that there was.
    ///   - limit: the most bytes that are kept.
    ///   - maskings: hide what must not be kept, one after the other.
    public init(masking text: [UInt8], size: Int, isWhole: Bool, limit: Int, with maskings: [any BodyMasking]) {
        let isRead = text.count <= limit + Self.margin
        let masked = maskings.reduce(isRead ? text : Array(text.prefix(limit + Self.margin))) { $1.masked($0) }
        let isCut = !isWhole || !isRead
        self.size = size
        guard isCut || masked.count > limit else {
            bytes = masked
            isTruncated = false
            return
        }
        // What is near a cut may be the beginning of something that nobody can know for what it is: it goes, also where
        // placeholders have made the text shorter.
        let known = isCut ? max(0, masked.count - Self.margin) : masked.count
        bytes = Self.cut(masked, at: min(limit, known))
        isTruncated = true
    }

    /// The beginning of a text, without a piece of a character at its end.
    private static func cut(_ text: [UInt8], at limit: Int) -> [UInt8] {
        guard limit < text.count else { return text }
        var end = limit
        // The first byte that is left out must begin a character (RFC 3629 §3).
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(text[..<end])
    }
}
