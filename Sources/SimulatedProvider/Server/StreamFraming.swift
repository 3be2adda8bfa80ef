/// How events become bytes.
enum StreamFraming: Hashable, Sendable {
    case serverSentEvents
    /// Legal and unusual: CRLF, comments, no space behind the colon.
    case oddServerSentEvents
    /// Gemini without `alt=sse`: one JSON array.
    case jsonArray

    /// - Parameter index: how many events came before this one.
    func frame(_ event: WireEvent, index: Int) -> [UInt8] {
        switch self {
        case .serverSentEvents:
            var out: [UInt8] = []
            out.reserveCapacity(event.data.count + 40)
            if let name = event.name { out += "event: \(name)\n".utf8 }
            out += "data: ".utf8
            out += event.data
            out += "\n\n".utf8
            return out
        case .oddServerSentEvents:
            var out = Array(index % 3 == 0 ? ": keep-alive \(index)\r\n".utf8 : "".utf8)
            if let name = event.name { out += "event:\(name)\r\n".utf8 }
            out += "id: \(index)\r\ndata:".utf8
            out += event.data
            out += "\r\n\r\n".utf8
            return out
        case .jsonArray: return Array((index == 0 ? "[" : ",\r\n").utf8) + event.data
        }
    }

    /// What closes the stream after so many events.
    func end(after count: Int) -> [UInt8] {
        switch self {
        case .serverSentEvents, .oddServerSentEvents: []
        case .jsonArray: Array((count == 0 ? "[]" : "]\n").utf8)
        }
    }

    var contentType: String {
        switch self {
        case .serverSentEvents, .oddServerSentEvents: "text/event-stream; charset=utf-8"
        case .jsonArray: "application/json; charset=UTF-8"
        }
    }
}
