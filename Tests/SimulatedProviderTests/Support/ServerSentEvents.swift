/// A reader of server-sent events that knows nothing of the provider's writer (WHATWG HTML §9.2.6).
enum ServerSentEvents {
    struct Event: Equatable {
        var name = ""
        var data = ""
    }

    static func parse(_ bytes: [UInt8]) -> [Event] {
        let text = String(decoding: bytes, as: UTF8.self)
        var events: [Event] = []
        var event = Event()
        var hasData = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.isEmpty {
                if hasData { events.append(event) }
                event = Event()
                hasData = false
                continue
            }
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { continue }
            var value = line[line.index(after: colon)...]
            if value.first == " " { value = value.dropFirst() }
            switch line[..<colon] {
            case "event": event.name = String(value)
            case "data":
                event.data += (hasData ? "\n" : "") + value
                hasData = true
            default: break
            }
        }
        return events
    }
}
