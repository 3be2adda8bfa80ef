/// Numbered placeholders such as `<PERSON_1>`: the same value has the same one throughout a conversation.
///
/// They live as long as the request and are in no log. Models copy them faithfully; ``PlaceholderRestorer`` puts the values
/// back.
public struct Placeholders: Sendable {
    private struct Key: Hashable {
        var type: FindingType
        var value: [UInt8]
    }

    private var given: [Key: String] = [:]
    private var originals: [String: [UInt8]] = [:]
    private var counts: [FindingType: Int] = [:]
    private var taken: Set<String> = []
    /// Those whose values are not put back: something has masked them for good.
    private var kept: Set<String> = []

    /// No placeholder has been given yet.
    public init() {}

    /// Whether none has been given whose value is put back.
    public var isEmpty: Bool { given.count == kept.count }

    /// Notes what looks like a placeholder in a text and is none of ours, so that no value ever gets that name: else whoever
    /// writes `<PERSON_1>` into a question would be given somebody's name.
    /// - Parameter text: UTF-8.
    public mutating func reserve(in text: [UInt8]) {
        var start = 0
        while let open = Self.bracket(in: text, from: start) {
            start = open + 1
            var end = start
            while end < text.count, end - open <= PlaceholderRestorer.longest, Self.isInner(text[end]) { end += 1 }
            guard end < text.count, text[end] == UInt8(ascii: ">"), end > start else { continue }
            taken.insert(String(decoding: text[open...end], as: UTF8.self).uppercased())
            start = end + 1
        }
    }

    /// Where the next `<` stands. Eight bytes at a time: every text is read for them, hardly any has one.
    private static func bracket(in text: [UInt8], from start: Int) -> Int? {
        text.withUnsafeBytes { bytes in
            var index = start
            while index &+ 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x3C3C_3C3C_3C3C_3C3C
                // Whether one of the bytes is 0 now.
                if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
                index &+= 8
            }
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "<") { return index }
                index &+= 1
            }
            return nil
        }
    }

    /// The placeholder of a value.
    /// - Parameters:
    ///   - type: what it is.
    ///   - value: UTF-8.
    ///   - isRestored: whether the value is put back into the answer. Of a value that was masked once it is not.
    public mutating func placeholder(
        for type: FindingType,
        _ value: some Sequence<UInt8>,
        isRestored: Bool = true
    ) -> String {
        let key = Key(type: type, value: Array(value))
        if let known = given[key] {
            if !isRestored { kept.insert(known) }
            return known
        }
        var number = counts[type, default: 0]
        var placeholder: String
        repeat {
            number += 1
            placeholder = "<\(Self.name(of: type))_\(number)>"
        } while taken.contains(placeholder) || originals[placeholder] != nil
        counts[type] = number
        given[key] = placeholder
        if !isRestored { kept.insert(placeholder) }
        originals[placeholder] = key.value
        return placeholder
    }

    /// The value that a placeholder stands for; `nil` where it is none of ours, or stays.
    /// - Parameter placeholder: with its brackets; letters may be in either case.
    public func original(of placeholder: String) -> [UInt8]? {
        let name = originals[placeholder] == nil ? placeholder.uppercased() : placeholder
        return kept.contains(name) ? nil : originals[name]
    }

    /// Replaces findings by their placeholders.
    /// - Parameters:
    ///   - findings: none of them overlaps another (see ``Swift/Array/resolved()``).
    ///   - text: UTF-8.
    public mutating func mask(_ findings: [Finding], in text: [UInt8]) -> [UInt8] {
        var masked: [UInt8] = []
        var end = 0
        for finding in findings {
            let range = finding.range.clamped(to: end..<max(end, text.count))
            guard !range.isEmpty else { continue }
            masked += text[end..<range.lowerBound]
            masked += placeholder(for: finding.type, text[range]).utf8
            end = range.upperBound
        }
        return masked + text[end...]
    }

    /// What may stand between the brackets.
    static func isInner(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A short name that models copy faithfully.
    private static func name(of type: FindingType) -> String {
        switch type.rawValue {
        case "PERSON_NAME": "PERSON"
        case let name where name.hasSuffix("_JP"): String(name.dropLast(3))
        case let name: name
        }
    }
}
