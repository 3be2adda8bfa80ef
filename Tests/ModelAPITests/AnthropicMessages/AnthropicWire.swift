import JSONText
import ModelAPI

/// Checks a stream as a client's SDK sees it, and takes it apart.
struct AnthropicWire {
    /// The payloads in order.
    private(set) var events: [JSONValue] = []
    /// What breaks the order of events.
    private(set) var violations: [String] = []

    private var open: Int?
    private var nextIndex = 0
    private var isDone = false

    init(_ bytes: [UInt8]) throws {
        var parser = SSEParser()
        parser.append(bytes.span)
        while let event = try parser.next() { try take(event) }
        if try parser.finish() != nil { violations.append("an event without its blank line") }
        if !isDone { violations.append("no end") }
    }

    /// The payloads' types.
    var types: [String] { events.compactMap { $0["type"]?.string } }

    private mutating func take(_ event: SSEEvent) throws {
        let data = try JSONValue(parsing: event.data)
        let type = data["type"]?.string ?? ""
        if event.name != type { violations.append("'\(event.name ?? "")' names a \(type)") }
        if isDone { violations.append("\(type) behind the end") }
        if events.isEmpty, type != "message_start", type != "error" { violations.append("\(type) comes first") }
        if !events.isEmpty, type == "message_start" { violations.append("a second start") }
        let index = data["index"]?.int
        switch type {
        case "content_block_start":
            if open != nil || index != nextIndex { violations.append("block \(index ?? -1) starts") }
            open = index
            nextIndex += 1
        case "content_block_delta":
            if index == nil || index != open { violations.append("a piece of block \(index ?? -1)") }
        case "content_block_stop":
            if index == nil || index != open { violations.append("block \(index ?? -1) stops") }
            open = nil
        case "message_delta":
            if open != nil { violations.append("the message ends inside a block") }
            if data["usage"]?["output_tokens"]?.int == nil { violations.append("no usage at the end") }
        case "message_stop":
            if types.last != "message_delta" { violations.append("message_stop without message_delta") }
            isDone = true
        case "error":
            if open != nil { violations.append("the error leaves a block open") }
            isDone = true
        default: break
        }
        events.append(data)
    }
}
