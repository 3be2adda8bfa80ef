import JSONText

/// Watches a Messages stream that goes on untouched.
///
/// Only few events matter: the first with content, and those with usage, errors or the end. An event's kind is read from its
/// `event:` line, and where there is none from the first bytes of its data; pieces of content behind the first are passed
/// over without a closer look. This dialect's usage comes without asking, so nothing is ever withheld.
struct AnthropicStreamObserver: StreamObserver {
    private var scanner = SSEFrameScanner()
    private var counts = AnthropicUsage()
    private(set) var sawContent = false
    private(set) var sawEnd = false
    private(set) var failure: APIError?

    init() {}

    var usage: Usage? { counts.isEmpty ? nil : counts.usage }

    mutating func observe(_ pending: Span<UInt8>) -> StreamProgress {
        var start = 0
        while failure == nil, let end = scanner.nextEnd(in: pending, from: start) {
            look(at: pending.extracting(start..<end))
            start = end
        }
        return StreamProgress(complete: start)
    }

    mutating func finish(_ pending: Span<UInt8>) -> StreamProgress {
        let progress = observe(pending)
        let rest = pending.extracting(progress.complete..<pending.count)
        // Bytes that stop in the middle of an event stop in the middle of its JSON.
        guard let event = Self.event(in: rest), let data = try? JSONValue(parsing: event.data) else { return progress }
        take(data, name: event.name)
        return StreamProgress(complete: pending.count)
    }

    // MARK: - Events

    private mutating func look(at bytes: Span<UInt8>) {
        if sawContent, Self.isContent(bytes) { return }
        guard let event = Self.event(in: bytes), let data = try? JSONValue(parsing: event.data) else { return }
        take(data, name: event.name)
    }

    private mutating func take(_ data: JSONValue, name: String?) {
        switch data["type"]?.string ?? name {
        case "message_start"?: counts.merge(data["message"]?["usage"])
        case "message_delta"?: counts.merge(data["usage"])
        case "message_stop"?: sawEnd = true
        case "content_block_start"?: sawContent = sawContent || Self.isContent(data["content_block"])
        case "content_block_delta"?: sawContent = sawContent || Self.isContent(data["delta"])
        case "error"?:
            let detail = data["error"]
            failure = AnthropicErrors.error(type: detail?["type"]?.string, detail?["message"]?.string)
        default: break
        }
    }

    /// Whether a block's start or a piece of it says anything.
    private static func isContent(_ value: JSONValue?) -> Bool {
        switch value?["type"]?.string {
        case "text"?, "text_delta"?: value?["text"]?.string?.isEmpty == false
        case "thinking"?, "thinking_delta"?: value?["thinking"]?.string?.isEmpty == false
        case "signature_delta"?: value?["signature"]?.string?.isEmpty == false
        case nil: false
        default: true
        }
    }

    /// The bytes that tell that an event is a piece of content.
    private static let marks: [[UInt8]] = [
        Array("event: content_block_delta".utf8),
        Array("event:content_block_delta".utf8),
        Array("data: {\"type\":\"content_block_delta\"".utf8),
        Array("data:{\"type\":\"content_block_delta\"".utf8),
    ]

    private static func isContent(_ bytes: Span<UInt8>) -> Bool {
        marks.contains { mark in
            guard bytes.count >= mark.count else { return false }
            for index in mark.indices where bytes[index] != mark[index] { return false }
            return true
        }
    }

    /// An event's fields; `nil` where there is no data, as in a comment.
    private static func event(in bytes: Span<UInt8>) -> SSEEvent? {
        if bytes.isEmpty { return nil }
        var parser = SSEParser()
        parser.append(bytes)
        if let event = try? parser.next() { return event }
        return try? parser.finish()
    }
}
