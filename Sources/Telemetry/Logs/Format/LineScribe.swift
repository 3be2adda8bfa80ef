import JSONText
public import Logging

/// Writes lines of a log, one JSON object each. What others have had a say in passes ``TelemetryMask``, and no text can end its line
/// or tell a terminal what to do.
///
/// Nearly all texts in lines are plain, or names that come again and again, which ``MaskedTexts`` knows: those cost next to nothing.
/// Looking through another one may take long. Where there is no time for that, on an event loop, the scribe writes no such text
/// and says so by ``isIncomplete``.
public struct LineScribe: ~Copyable {
    /// A copy of what has been written.
    public var out: [UInt8] { bytes.copy }
    private var bytes: LineBytes
    /// How much room is kept when what was written is taken out.
    private let capacity: Int
    /// How many lines that are.
    private(set) var count = 0
    /// Whether a text was left out of the line that is being written, because it has to be looked through.
    private(set) var isIncomplete = false

    private let mask = TelemetryMask.standard
    private let memory: MaskMemory
    /// What was found in the memory, at hand without its lock.
    private var known = MaskedTexts()
    private let masksStrangers: Bool
    /// Whether the next value follows another one.
    private var needsComma = false
    /// How much room may stay behind for the next lines, in bytes.
    private static let keptRoom = 256 * 1024
    /// The second whose text is at hand.
    private var second: Int64 = .min
    private var secondText: [UInt8] = []

    /// Writes lines for the caller alone.
    public init() { self.init(MaskMemory(), masksStrangers: true, capacity: 0) }

    /// - Parameters:
    ///   - memory: how texts look that have been looked through.
    ///   - masksStrangers: whether there is time to look through others.
    ///   - capacity: room for so many bytes.
    init(_ memory: MaskMemory, masksStrangers: Bool, capacity: Int) {
        self.memory = memory
        self.masksStrangers = masksStrangers
        self.capacity = capacity
        bytes = LineBytes(capacity: capacity)
    }

    /// Takes out what has been written.
    mutating func take() -> LineBatch {
        let taken = LineBatch(lines: bytes.copy, count: count)
        bytes.clear(keeping: max(capacity, Self.keptRoom))
        count = 0
        return taken
    }

    /// How far it has got, to come back to.
    var mark: (bytes: Int, lines: Int) { (bytes.count, count) }

    /// Takes back what was written behind a mark, and that anything was left out of it.
    mutating func rewind(to mark: (bytes: Int, lines: Int)) {
        bytes.truncate(to: mark.bytes)
        count = mark.lines
        isIncomplete = false
    }

    // MARK: - Lines

    /// Begins a line.
    /// - Parameters:
    ///   - time: nanoseconds since 1970 UTC.
    ///   - module: which part of the gateway tells it.
    ///   - message: what has happened, in words.
    public mutating func begin(time: Int64, level: Logger.Level, module: String, message: String) {
        bytes.append(#"{"time":"#)
        append(moment: time)
        bytes.append(#","level":"#)
        appendWord(level.rawValue)
        bytes.append(#","module":"#)
        appendText(module)
        bytes.append(#","message":"#)
        appendText(message)
        needsComma = true
    }

    /// Ends the line.
    public mutating func end() {
        bytes.append("}\n")
        count += 1
    }

    /// A record as a line.
    mutating func write(_ record: LogRecord) {
        begin(time: record.time, level: record.level, module: record.module, message: record.message)
        for field in record.fields { write(field) }
        end()
    }

    // MARK: - Names

    /// The name of the value that follows.
    public mutating func name(_ field: FieldDefinition) { name(field.name) }

    /// The name of the value that follows: one that needs no escape.
    public mutating func name(_ name: StaticString) {
        separate()
        bytes.append(label: name)
        needsComma = false
    }

    /// The name of the value that follows: what the gateway itself has made.
    public mutating func name(word: String) {
        separate()
        appendWord(word)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: - Values

    /// What others have had a say in.
    public mutating func write(text: String) {
        separate()
        appendText(text)
    }

    /// What the gateway itself has made, and nobody else has a say in: an id, a word.
    public mutating func write(word: String) {
        separate()
        appendWord(word)
    }

    /// A whole number.
    public mutating func write(_ number: Int) {
        separate()
        bytes.append(number)
    }

    /// Yes or no.
    public mutating func write(_ flag: Bool) {
        separate()
        bytes.append(flag ? "true" : "false")
    }

    /// A trace's id.
    public mutating func write(_ trace: TraceID) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(hexadecimal: trace.high)
        bytes.append(hexadecimal: trace.low)
        bytes.append(UInt8(ascii: "\""))
    }

    /// A span's id.
    public mutating func write(_ span: SpanID) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(hexadecimal: span.value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Begins a value of several values.
    public mutating func beginList() { open(UInt8(ascii: "[")) }

    /// Ends it.
    public mutating func endList() { close(UInt8(ascii: "]")) }

    /// Begins a value of values with names.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Ends it.
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    private mutating func write(_ field: LogField) {
        separate()
        appendText(field.name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        write(field.value)
    }

    private mutating func write(_ value: LogValue) {
        switch value {
        case .text(let text): write(text: text)
        case .word(let word): write(word: word)
        case .int(let number): write(number)
        case .decimal(let digits): write(word: digits)
        case .flag(let flag): write(flag)
        case .list(let values):
            beginList()
            for value in values { write(value) }
            endList()
        case .object(let fields):
            beginObject()
            for field in fields { write(field) }
            endObject()
        }
    }

    // MARK: - Pieces

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    /// A moment in quotes; not before 1970.
    private mutating func append(moment nanoseconds: Int64) {
        let moment = max(0, nanoseconds)
        let (second, rest) = moment.quotientAndRemainder(dividingBy: 1_000_000_000)
        if second != self.second {
            self.second = second
            // Without the six digits and the Z.
            secondText = Array(InstantText.text(second &* 1_000_000_000).utf8.dropLast(7))
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(secondText)
        bytes.append(sixDigits: UInt32(truncatingIfNeeded: rest / 1000))
        bytes.append("Z\"")
    }

    private mutating func appendWord(_ word: String) {
        let text = word.utf8.span
        if PlainText.needsNoEscape(text) { return bytes.append(quoted: text) }
        var writer = JSONWriter(capacity: text.count + 16)
        writer.write(string: word)
        bytes.append(writer.bytes)
    }

    private mutating func appendText(_ text: String) {
        let plain = text.utf8.span
        if PlainText.isHarmless(plain) { return bytes.append(quoted: plain) }
        if let literal = known.literal(text) { return bytes.append(literal) }
        var found = memory.literal(text)
        if found == nil {
            guard masksStrangers else {
                isIncomplete = true
                return
            }
            let literal = TerminalText.safe(mask.literal(text))
            memory.remember(text, literal)
            found = literal
        }
        guard let found else { return }
        known.remember(text, found)
        bytes.append(found)
    }
}
