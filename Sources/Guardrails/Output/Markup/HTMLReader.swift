/// Finds tags and attributes the way lenient readers of HTML do.
///
/// Readers differ in where a tag ends when quotes are not closed, so a text is read twice: with quotes that hide what is in
/// them, and without. Each reading moves forward only.
struct HTMLReader {
    /// A tag's beginning.
    struct Tag {
        /// In small letters, with a slash in front where it closes; cut behind 15 letters.
        var name: String
        /// From the bracket to the end of the name.
        var range: Range<Int>
    }

    /// An attribute with a value.
    struct Attribute {
        var tag: String
        /// In small letters, cut behind 15.
        var name: String
        var range: Range<Int>
        /// Where the value begins, behind its quote.
        var value: Int
        /// The quote; `nil` where there is none.
        var quote: UInt8?
    }

    private(set) var tags: [Tag] = []
    private(set) var attributes: [Attribute] = []

    private static let longestName = 15

    /// Reads a text.
    /// - Parameter honorsQuotes: whether brackets within quotes are none.
    init(_ text: Span<UInt8>, honorsQuotes: Bool) {
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "<"), let end = readTag(text, at: index) else {
                index &+= 1
                continue
            }
            index = end
            readAttributes(text, &index, honorsQuotes)
        }
    }

    /// Reads the name of a tag, or the beginning of a comment or declaration.
    private mutating func readTag(_ text: Span<UInt8>, at start: Int) -> Int? {
        var index = start &+ 1
        var name: [UInt8] = []
        if index < text.count, text[index] == UInt8(ascii: "/") {
            name.append(text[index])
            index &+= 1
        }
        guard index < text.count, (text[index] | 0x20) &- UInt8(ascii: "a") < 26 || text[index] == UInt8(ascii: "!")
        else {
            return nil
        }
        if text[index] == UInt8(ascii: "!") {
            let isComment =
                index &+ 2 < text.count && text[index &+ 1] == UInt8(ascii: "-")
                && text[index &+ 2] == UInt8(ascii: "-")
            if isComment { tags.append(Tag(name: "!--", range: start..<(index &+ 3))) }
            return isComment ? index &+ 3 : nil
        }
        while index < text.count, Self.isName(text[index]) {
            if name.count < Self.longestName { name.append(Self.lower(text[index])) }
            index &+= 1
        }
        tags.append(Tag(name: String(decoding: name, as: UTF8.self), range: start..<index))
        return index
    }

    /// Reads attributes up to the end of the tag, or to the next tag.
    private mutating func readAttributes(_ text: Span<UInt8>, _ index: inout Int, _ honorsQuotes: Bool) {
        guard let tag = tags.last?.name, !tag.hasPrefix("!") else { return }
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") { return }
            guard Self.isName(byte) else {
                index &+= 1
                continue
            }
            let start = index
            var name: [UInt8] = []
            while index < text.count, Self.isName(text[index]) {
                if name.count < Self.longestName { name.append(Self.lower(text[index])) }
                index &+= 1
            }
            let end = index
            while index < text.count, text[index] <= 0x20 || text[index] == 0x7F { index &+= 1 }
            guard index < text.count, text[index] == UInt8(ascii: "=") else { continue }
            index &+= 1
            while index < text.count, text[index] <= 0x20 { index &+= 1 }
            guard index < text.count else { return }
            let mark = text[index]
            let isQuoted = mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") || mark == UInt8(ascii: "`")
            let value = isQuoted ? index &+ 1 : index
            attributes.append(
                Attribute(
                    tag: tag,
                    name: String(decoding: name, as: UTF8.self),
                    range: start..<end,
                    value: value,
                    quote: isQuoted ? mark : nil
                )
            )
            index = value
            if isQuoted, honorsQuotes {
                while index < text.count, text[index] != mark { index &+= 1 }
            } else if !isQuoted {
                while index < text.count, text[index] > 0x20, text[index] != UInt8(ascii: ">"),
                    text[index] != UInt8(ascii: "<")
                {
                    index &+= 1
                }
            }
        }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
}
