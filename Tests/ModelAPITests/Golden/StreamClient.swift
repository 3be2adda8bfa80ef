import JSONText
import ModelAPI

/// A strict client of one dialect: it checks every event of a stream against what the dialect's vendor documents and gathers
/// what it says. It shares no code with the encoders and decoders under test.
protocol StreamClient: Sendable {
    /// Takes the next event.
    mutating func take(_ event: StreamClientEvent)
    /// The connection has ended.
    mutating func finish()
    /// What was wrong.
    var violations: [String] { get }
    /// What was said.
    var said: AnswerMeaning { get }
    /// How the stream ended.
    var ending: StreamClientEnding? { get }
}

/// How a stream ended.
enum StreamClientEnding: Hashable, Sendable {
    /// The answer is whole.
    case clean
    /// An error event came last.
    case error
}

/// One event of a stream as our encoders must frame it: an optional `event:` line, one `data:` line, a blank line.
struct StreamClientEvent {
    var name: String?
    var data: String

    /// Splits output into events.
    /// - Returns: `nil` where it is framed in any other way.
    static func events(in output: [UInt8]) -> [StreamClientEvent]? {
        var events: [StreamClientEvent] = []
        var lines: [Substring] = []
        guard let text = String(validating: output, as: UTF8.self) else { return nil }
        var rest = text[...]
        while let end = rest.utf8.firstIndex(of: 0x0A) {
            let line = rest[..<end]
            rest = rest[rest.utf8.index(after: end)...]
            if !line.isEmpty {
                lines.append(line)
                continue
            }
            guard let last = lines.last, last.hasPrefix("data: "), lines.count <= 2 else { return nil }
            if lines.count == 2, !lines[0].hasPrefix("event: ") { return nil }
            let name = lines.count == 2 ? String(lines[0].dropFirst(7)) : nil
            events.append(StreamClientEvent(name: name, data: String(last.dropFirst(6))))
            lines = []
        }
        return rest.isEmpty && lines.isEmpty ? events : nil
    }
}

/// The client of a dialect.
enum StreamClients {
    static func make(_ dialect: DialectID, includesUsage: Bool) -> any StreamClient {
        switch dialect {
        case .openAIChat: OpenAIChatClient(includesUsage: includesUsage)
        case .anthropicMessages: AnthropicMessagesClient()
        case .gemini: GeminiClient()
        }
    }
}
