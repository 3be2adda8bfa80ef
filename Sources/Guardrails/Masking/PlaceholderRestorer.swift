import JSONText

/// Puts values back in the place of their placeholders, in an answer that comes in pieces: a placeholder may be split over any
/// number of them.
///
/// What could still become a placeholder is held back, ``longest`` bytes at most; everything in front of it goes on at once. A
/// value that has been put back is not looked at again, so no value can smuggle a placeholder in.
public struct PlaceholderRestorer: Sendable {
    /// What kind of text it works on.
    public enum Form: Sendable, Hashable {
        /// Plain text.
        case text
        /// The inside of JSON, such as the arguments of a tool call: values are escaped, and `\u003c` is a bracket too.
        case json
    }

    /// The most bytes that a placeholder has, brackets included.
    public static let longest = 64

    private let placeholders: Placeholders
    private let form: Form
    private var held: [UInt8] = []

    /// Begins an answer.
    public init(_ placeholders: Placeholders, form: Form = .text) {
        self.placeholders = placeholders
        self.form = form
    }

    /// Whether something is held back.
    public var isHolding: Bool { !held.isEmpty }

    /// Takes a piece.
    /// - Parameter piece: UTF-8; it may end within a character.
    /// - Returns: what can go on.
    public mutating func take(_ piece: some Sequence<UInt8>) -> [UInt8] {
        held += piece
        return release(isLast: false)
    }

    /// The answer is over.
    /// - Returns: what was held back.
    public mutating func finish() -> [UInt8] { release(isLast: true) }

    /// Puts the values back in a whole text.
    public static func restore(_ text: [UInt8], _ placeholders: Placeholders, form: Form = .text) -> [UInt8] {
        guard !placeholders.isEmpty else { return text }
        var restorer = PlaceholderRestorer(placeholders, form: form)
        return restorer.take(text) + restorer.finish()
    }

    private mutating func release(isLast: Bool) -> [UInt8] {
        guard !placeholders.isEmpty else {
            defer { held = [] }
            return held
        }
        var out: [UInt8] = []
        out.reserveCapacity(held.count)
        var index = 0
        scan: while index < held.count {
            switch bracket(Self.opening, at: index) {
            case .no:
                out.append(held[index])
                index += 1
            case .maybe:
                if !isLast { break scan }
                out.append(held[index])
                index += 1
            case .yes(let length):
                switch placeholder(from: index, behind: index + length) {
                case .yes(let end, let value):
                    append(value, to: &out)
                    index = end
                case .maybe where !isLast: break scan
                case .maybe, .no:
                    out += held[index..<index + length]
                    index += length
                }
            }
        }
        held.removeFirst(index)
        return out
    }

    private enum Bracket {
        case no
        /// The text ends within it.
        case maybe
        case yes(length: Int)
    }

    private enum Candidate {
        case no
        case maybe
        case yes(end: Int, value: [UInt8])
    }

    private static let opening = (plain: UInt8(ascii: "<"), escaped: Array(#"\u003c"#.utf8))
    private static let closing = (plain: UInt8(ascii: ">"), escaped: Array(#"\u003e"#.utf8))

    /// Whether a bracket stands somewhere.
    private func bracket(_ sign: (plain: UInt8, escaped: [UInt8]), at index: Int) -> Bracket {
        if held[index] == sign.plain { return .yes(length: 1) }
        guard form == .json, held[index] == UInt8(ascii: "\\") else { return .no }
        for (offset, byte) in sign.escaped.enumerated() {
            guard index + offset < held.count else { return .maybe }
            let other = held[index + offset]
            // The digits may be in either case, the letter `u` may not.
            guard other == byte || (offset > 1 && other | 0x20 == byte) else { return .no }
        }
        return .yes(length: sign.escaped.count)
    }

    /// Whether a placeholder of ours stands behind an opening bracket.
    private func placeholder(from start: Int, behind inner: Int) -> Candidate {
        var end = inner
        while end < held.count, Placeholders.isInner(held[end]) {
            end += 1
            if end - inner > Self.longest - 2 { return .no }
        }
        guard end < held.count else { return .maybe }
        guard end > inner else { return .no }
        switch bracket(Self.closing, at: end) {
        case .no: return .no
        case .maybe: return .maybe
        case .yes(let length):
            let name = "<" + String(decoding: held[inner..<end], as: UTF8.self) + ">"
            guard let value = placeholders.original(of: name) else { return .no }
            return .yes(end: end + length, value: value)
        }
    }

    private func append(_ value: [UInt8], to out: inout [UInt8]) {
        guard form == .json else {
            out += value
            return
        }
        var writer = JSONWriter(capacity: value.count + 16)
        writer.write(string: String(decoding: value, as: UTF8.self))
        out += writer.bytes.dropFirst().dropLast()
    }
}
