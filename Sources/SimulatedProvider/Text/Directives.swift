/// What the last user text asks the provider to do beyond echoing: found in its first 4 KiB, in any letter case.
struct Directives: Sendable {
    /// Bytes of the text that are searched, so that a huge prompt costs nothing.
    static let searched = 4096

    private let original: [UInt8]
    private let folded: [UInt8]

    init(_ text: String) {
        original = Array(text.utf8.prefix(Self.searched))
        folded = original.map(Self.fold)
    }

    var asksForRefusal: Bool { contains("please refuse") }
    var asksForBlockedPrompt: Bool { contains("block prompt") }
    var asksForRedactedThinking: Bool { contains("redacted") }
    var asksForSystemPrompt: Bool { contains("what is your system prompt") }
    var asksToThinkAloud: Bool { contains("think aloud") }

    /// The N of `write N tokens`, at most 200,000.
    var tokensToWrite: Int? {
        for start in positions(of: Array("write ".utf8)) {
            var index = start &+ 6
            var number = 0
            while index < folded.count, let digit = Self.digit(folded[index]) {
                number = min(number * 10 + digit, 200_000)
                index &+= 1
            }
            if index > start &+ 6, number > 0, folded[index...].starts(with: " tokens".utf8) {
                return number
            }
        }
        return nil
    }

    /// The names that stand in the text as whole words, in the order of their first mention.
    func mentioned(_ names: [String]) -> [String] {
        var found: [(position: Int, name: String)] = []
        for name in names where !found.contains(where: { $0.name == name }) {
            let needle = Array(name.utf8).map(Self.fold)
            let position = positions(of: needle).first { start in
                let end = start &+ needle.count
                return (start == 0 || !Self.isNameByte(folded[start &- 1]))
                    && (end == folded.count || !Self.isNameByte(folded[end]))
            }
            if let position { found.append((position, name)) }
        }
        return found.sorted { $0.position < $1.position }.map(\.name)
    }

    /// The value of `key=value` or `key="several words"`.
    func value(of key: String) -> String? {
        let needle = Array(key.utf8).map(Self.fold) + [UInt8(ascii: "=")]
        guard !key.isEmpty,
            let start = positions(of: needle).first(where: { $0 == 0 || !Self.isNameByte(folded[$0 &- 1]) })
        else { return nil }
        let rest = original[(start &+ needle.count)...]
        guard let first = rest.first else { return "" }
        if first == UInt8(ascii: "\"") {
            return String(decoding: rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
        return String(decoding: rest.prefix { !Self.endsValue($0) }, as: UTF8.self)
    }

    private func contains(_ phrase: String) -> Bool { positions(of: Array(phrase.utf8)).first != nil }

    private func positions(of needle: [UInt8]) -> [Int] {
        guard !needle.isEmpty, needle.count <= folded.count else { return [] }
        return (0...(folded.count &- needle.count)).filter { start in
            folded[start] == needle[0] && folded[start..<(start &+ needle.count)].elementsEqual(needle)
        }
    }

    private static func fold(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    private static func digit(_ byte: UInt8) -> Int? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte &- UInt8(ascii: "0")) : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: byte >= 0x80
        }
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"), UInt8(ascii: ","),
            UInt8(ascii: ";"), UInt8(ascii: ")"), UInt8(ascii: "\""):
            true
        default: false
        }
    }
}
