import JSONText
import Logging

/// Writes the JSON lines of a batch of records.
///
/// Nearly all texts in lines are names that come again and again: what was found to have nothing to hide is remembered for the
/// batch, so that it is looked at once.
struct LineScribe: ~Copyable {
    /// How many texts are remembered, and how long they may be, in bytes.
    private static let (mostTexts, longestText) = (512, 128)

    /// What has been written.
    private(set) var out: [UInt8] = []
    private let mask: TelemetryMask
    /// Texts that go on as they are.
    private var harmless: Set<String> = []
    /// The second whose text is at hand.
    private var second: Int64 = .min
    private var secondText: [UInt8] = []

    init(_ mask: TelemetryMask, capacity: Int) {
        self.mask = mask
        out.reserveCapacity(capacity)
    }

    // MARK: - Pieces

    mutating func append(_ byte: UInt8) { out.append(byte) }

    mutating func append(_ text: StaticString) {
        out.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A moment in quotes.
    /// - Parameter nanoseconds: since 1970 UTC; not before.
    mutating func append(moment nanoseconds: Int64) {
        let moment = max(0, nanoseconds)
        let (second, rest) = moment.quotientAndRemainder(dividingBy: 1_000_000_000)
        if second != self.second {
            self.second = second
            // Without the six digits and the Z.
            secondText = Array(InstantText.text(second &* 1_000_000_000).utf8.dropLast(7))
        }
        out.append(UInt8(ascii: "\""))
        out += secondText
        var divisor: Int64 = 100_000
        while divisor > 0 {
            out.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest / 1000 / divisor % 10))
            divisor /= 10
        }
        append("Z\"")
    }

    mutating func append(_ number: Int) {
        if number >= 0, number < 10 {
            out.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number))
            return
        }
        if number < 0 { out.append(UInt8(ascii: "-")) }
        let start = out.count
        var rest = number.magnitude
        repeat {
            out.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        out[start...].reverse()
    }

    // MARK: - Texts

    /// What the gateway itself has made, as a JSON string.
    mutating func append(word: String) {
        guard PlainText.needsNoEscape(word.utf8.span) else {
            var writer = JSONWriter(capacity: word.utf8.count + 16)
            writer.write(string: word)
            out += writer.bytes
            return
        }
        appendQuoted(word)
    }

    /// What others have had a say in, as a JSON string.
    mutating func append(text: String) {
        if PlainText.isHarmless(text.utf8.span) || harmless.contains(text) { return appendQuoted(text) }
        let literal = LogEncoder.safe(mask.literal(text))
        out += literal
        if literal.count == text.utf8.count + 2, text.utf8.count <= Self.longestText, harmless.count < Self.mostTexts,
            literal.dropFirst().dropLast().elementsEqual(text.utf8)
        {
            harmless.insert(text)
        }
    }

    private mutating func appendQuoted(_ text: String) {
        out.append(UInt8(ascii: "\""))
        text.utf8.span.withUnsafeBufferPointer { out.append(contentsOf: $0) }
        out.append(UInt8(ascii: "\""))
    }

    // MARK: - Records

    /// A record as a line, with its end.
    mutating func append(_ record: LogRecord) {
        append(#"{"time":"#)
        append(moment: record.time)
        append(#","level":"#)
        append(word: record.level.rawValue)
        append(#","module":"#)
        append(text: record.module)
        append(#","message":"#)
        append(text: record.message)
        for field in record.fields {
            append(UInt8(ascii: ","))
            append(field)
        }
        append("}\n")
    }

    private mutating func append(_ field: LogField) {
        append(text: field.name)
        append(UInt8(ascii: ":"))
        append(field.value)
    }

    /// A value.
    mutating func append(_ value: LogValue) {
        switch value {
        case .text(let text): append(text: text)
        case .word(let word): append(word: word)
        case .int(let number): append(number)
        case .decimal(let digits): append(word: digits)
        case .flag(let flag): append(flag ? "true" : "false")
        case .list(let values):
            append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                append(value)
            }
            append(UInt8(ascii: "]"))
        case .object(let fields):
            append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                append(field)
            }
            append(UInt8(ascii: "}"))
        }
    }
}
