import JSONText
import ModelAPI

extension [StreamEvent] {
    /// The events but for fields without a neutral place.
    var mapped: [StreamEvent] { filter { if case .unmapped = $0 { false } else { true } } }

    /// The fields without a neutral place, the last value of each.
    var unmapped: [String: JSONValue] {
        reduce(into: [:]) { fields, event in
            if case .unmapped(let field) = event { fields[field.path] = field.value }
        }
    }
}

/// A streamed answer put together, so that streams cut differently, and streams and whole answers, can be compared.
struct AssembledAnswer: Hashable {
    /// One choice, by what it says.
    struct Choice: Hashable {
        /// Blocks in order; empty texts are left out, signatures are kept.
        var parts: [Part] = []
        var stop: StopReason?
        var logprobs: [JSONValue] = []
    }

    var id: String?
    var model: String?
    var choices: [Int: Choice] = [:]
    var usage: Usage?
    var failure: APIError?

    private var open: [Int: Part] = [:]

    /// Puts events together.
    init(_ events: [StreamEvent]) {
        for event in events { take(event) }
    }

    /// A whole answer in the same form.
    init(_ response: ChatResponse) {
        id = response.id
        model = response.model
        usage = response.usage
        for choice in response.choices {
            choices[choice.index] = Choice(
                parts: choice.parts.filter { !Self.saysNothing($0) },
                stop: choice.stop,
                logprobs: choice.logprobs.map { [$0] } ?? []
            )
        }
    }

    /// All texts of a choice, joined.
    func text(_ choice: Int = 0) -> String {
        (choices[choice]?.parts ?? []).map { if case .text(let part) = $0 { part.text } else { "" } }.joined()
    }

    /// All thoughts of a choice, joined.
    func thinking(_ choice: Int = 0) -> String {
        (choices[choice]?.parts ?? []).map { if case .thinking(let part) = $0 { part.text } else { "" } }.joined()
    }

    /// The calls of a choice, in order.
    func toolCalls(_ choice: Int = 0) -> [ToolCall] {
        (choices[choice]?.parts ?? []).compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
    }

    private mutating func take(_ event: StreamEvent) {
        switch event {
        case .start(let start):
            id = start.id
            model = start.model
        case .blockStart(let choice, let block):
            open[choice] =
                switch block {
                case .text: .text(TextPart(""))
                case .thinking: .thinking(Thinking(""))
                case .redactedThinking(let token): .redactedThinking(token)
                case .toolCall(let id, let name, let signature):
                    .toolCall(ToolCall(id: id, name: name, arguments: "", signature: signature))
                case .refusal: .refusal("")
                case .image(let media): .image(media)
                case .foreign(let part): .foreign(part)
                }
        case .blockDelta(let choice, .logprobs(let value)):
            choices[choice, default: Choice()].logprobs.append(value)
        case .blockDelta(let choice, let delta):
            open[choice] = open[choice].map { Self.adding(delta, to: $0) }
        case .blockStop(let choice):
            guard var part = open.removeValue(forKey: choice) else { return }
            if case .toolCall(var call) = part, call.arguments.isEmpty {
                call.arguments = "{}"
                part = .toolCall(call)
            }
            if !Self.saysNothing(part) { choices[choice, default: Choice()].parts.append(part) }
        case .finish(let choice, let reason):
            choices[choice, default: Choice()].stop = reason
        case .usage(let usage): self.usage = usage
        case .unmapped, .end: break
        case .failure(let error): failure = error
        }
    }

    private static func adding(_ delta: StreamDelta, to part: Part) -> Part {
        switch (delta, part) {
        case (.text(let text), .text(var part)):
            part.text += text
            return .text(part)
        case (.text(let text), .thinking(var part)):
            part.text += text
            return .thinking(part)
        case (.text(let text), .refusal(let words)):
            return .refusal(words + text)
        case (.arguments(let text), .toolCall(var call)):
            call.arguments += text
            return .toolCall(call)
        case (.signature(let token), .text(var part)):
            part.signature = token
            return .text(part)
        case (.signature(let token), .thinking(var part)):
            part.signature = token
            return .thinking(part)
        default:
            return part
        }
    }

    private static func saysNothing(_ part: Part) -> Bool {
        switch part {
        case .text(let part): part.text.isEmpty && part.signature == nil
        case .thinking(let part): part.text.isEmpty && part.signature == nil
        case .refusal(let words): words.isEmpty
        default: false
        }
    }
}
