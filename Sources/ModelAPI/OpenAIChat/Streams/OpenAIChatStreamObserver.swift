import JSONText

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Watches a Chat Completions stream that goes on untouched.
///
/// Until content has come, every event is read; from then on only those in which the names `usage` or `error` stand, told
/// by their bytes. In a text those names' quotes are escaped, so no answer can feign them.
struct OpenAIChatStreamObserver: StreamObserver {
    private static let places = JSONFieldSet(["choices", "usage", "x_groq", "service_tier"])

    private let withholdsUsage: Bool
    private var scanner = SSEFrameScanner()
    private var template: PlainChunkTemplate?
    /// How often a template may still be taken: a stream whose chunks all differ must not pay for it each time.
    private var templatesLeft = 8
    private(set) var sawContent = false
    private(set) var sawEnd = false
    private(set) var failure: APIError?
    private(set) var usage: Usage?
    /// Each chunk names the tier; it is read before there is content, and with the usage.
    private(set) var terms = ServiceTerms.standard

    /// Creates a watcher.
    /// - Parameter withholdingUsage: whether the chunk that has only usage must not go on.
    init(withholdingUsage: Bool) { withholdsUsage = withholdingUsage }

    mutating func observe(_ pending: Span<UInt8>) -> StreamProgress {
        var progress = StreamProgress(complete: 0)
        while failure == nil, let end = scanner.nextEnd(in: pending, from: progress.complete) {
            let frame = progress.complete..<end
            if look(at: pending.extracting(frame)) == .withhold { progress.withheld.append(frame) }
            progress.complete = end
        }
        return progress
    }

    mutating func finish(_ pending: Span<UInt8>) -> StreamProgress {
        guard pending.count > 0 else { return StreamProgress(complete: 0) }
        switch look(at: pending) {
        case .withhold: return StreamProgress(complete: pending.count, withheld: [0..<pending.count])
        case .pass where Self.isWhole(pending): return StreamProgress(complete: pending.count)
        case .pass: return StreamProgress(complete: 0)
        }
    }

    // MARK: - Events

    /// What becomes of an event.
    private enum Verdict {
        case pass
        case withhold
    }

    private mutating func look(at frame: Span<UInt8>) -> Verdict {
        if let line = Self.onlyDataLine(of: frame) { return look(atData: frame.extracting(line), name: nil) }
        guard let event = Self.parse(frame) else { return .pass }
        return look(atData: event.data.span, name: event.name)
    }

    private mutating func look(atData data: Span<UInt8>, name: String?) -> Verdict {
        if OpenAIChatStreamDecoder.isDone(data) {
            sawEnd = true
            return .pass
        }
        if name == nil, sawContent, let template, template.matches(data) { return .pass }
        let marks = OpenAIChatMarks(in: data)
        if name == "error" || marks.contains(.error) { lookForError(data, name: name) }
        var verdict = Verdict.pass
        if marks.contains(.usage) { verdict = lookForUsage(data) }
        if !sawContent, verdict == .pass, let chunk = try? JSONValue(parsing: data) {
            sawContent = Self.hasContent(chunk)
            if let tier = chunk["service_tier"]?.string { terms.tier = ServiceTier(named: tier) }
        }
        if marks.isEmpty, sawContent, templatesLeft > 0 {
            templatesLeft -= 1
            template = PlainChunkTemplate(data) ?? template
        }
        return verdict
    }

    private mutating func lookForError(_ data: Span<UInt8>, name: String?) {
        guard failure == nil else { return }
        if let object = try? JSONValue(parsing: data).object, let error = OpenAIChatErrorReader.find(in: object) {
            failure = error
        } else if name == "error" {
            failure = APIError(.upstreamError, "The provider failed while it was answering.")
        }
    }

    /// Reads usage where it is more than `null`, and tells the chunk that has nothing else.
    private mutating func lookForUsage(_ data: Span<UInt8>) -> Verdict {
        guard let fields = try? Self.places.scan(data) else { return .pass }
        let own = fields[1].flatMap { Self.usage(in: data.extracting($0.value), member: nil) }
        guard let found = own ?? fields[2].flatMap({ Self.usage(in: data.extracting($0.value), member: "usage") })
        else {
            return .pass
        }
        if let tier = fields[3], !tier.isNull(in: data) {
            terms.tier = OpenAIChatUsage.tier(in: data.extracting(tier.value))
        }
        usage = found
        usage?.terms = terms
        guard withholdsUsage, failure == nil, let choices = fields[0] else { return .pass }
        return (try? JSONValue(parsing: data.extracting(choices.value))) == [] ? .withhold : .pass
    }

    private static func usage(in text: Span<UInt8>, member: String?) -> Usage? {
        // Every chunk but the last has null here: no tree for that.
        guard text.count > 4, let value = try? JSONValue(parsing: text) else { return nil }
        return OpenAIChatUsage.read(member.map { value[$0] ?? .null } ?? value)
    }

    private static func hasContent(_ chunk: JSONValue) -> Bool {
        (chunk["choices"]?.array ?? []).contains { choice in
            guard let delta = (choice["delta"] ?? choice["message"])?.object else { return false }
            return ["content", "reasoning_content", "reasoning", "refusal", "tool_calls", "function_call", "audio"]
                .contains { name in
                    switch delta[name] {
                    case .string(let text): !text.isEmpty
                    case .array(let elements): !elements.isEmpty
                    case .object(let object): !object.isEmpty
                    default: false
                    }
                }
        }
    }

    // MARK: - Bytes

    /// The payload of an event that is one `data:` line, as nearly all are.
    private static func onlyDataLine(of frame: Span<UInt8>) -> Range<Int>? {
        let field: StaticString = "data:"
        guard frame.count > field.utf8CodeUnitCount else { return nil }
        for offset in 0..<field.utf8CodeUnitCount where frame[offset] != field.utf8Start[offset] { return nil }
        var end = frame.count
        while end > 0, frame[end &- 1] == 0x0A || frame[end &- 1] == 0x0D { end &-= 1 }
        let start = field.utf8CodeUnitCount &+ (frame[field.utf8CodeUnitCount] == 0x20 ? 1 : 0)
        guard start <= end else { return nil }
        let payload = frame.extracting(start..<end)
        // A line end inside means that there are more lines.
        return firstIndex(of: 0x0A, in: payload) == nil && firstIndex(of: 0x0D, in: payload) == nil ? start..<end : nil
    }

    private static func parse(_ frame: Span<UInt8>) -> SSEEvent? {
        var parser = SSEParser()
        parser.append(frame)
        if let event = try? parser.next() { return event }
        return try? parser.finish()
    }

    /// Whether what is left at the stream's end is an event that only lacks its blank line: its payload is complete.
    private static func isWhole(_ pending: Span<UInt8>) -> Bool {
        guard let event = parse(pending) else { return false }
        return OpenAIChatStreamDecoder.isDone(event.data.span) || (try? JSONValue(parsing: event.data)) != nil
    }

    private static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { buffer -> Int? in
            guard let base = buffer.baseAddress, let found = memchr(base, Int32(byte), buffer.count)
            else {
                return nil
            }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
