import JSONText
import ModelAPI

/// What an answer says, apart from how its dialect says it: what must survive every translation.
struct AnswerMeaning: Hashable, Sendable {
    /// A call of a tool.
    struct Call: Hashable, Sendable {
        var id: String
        var name: String
        /// Arguments as a value: order and digits count, white space does not.
        var arguments: JSONValue
    }

    /// Why a turn ended, as far as every dialect can say it.
    enum Stop: Hashable, Sendable {
        case done
        case length
        case tools
        case filtered
    }

    var text = ""
    var thinking = ""
    var calls: [Call] = []
    var stop: Stop?
    /// Everything sent, cached or not.
    var input = 0
    var cached = 0
    /// Everything produced, thoughts included.
    var output = 0
    var reasoning = 0

    init() {}

    /// The meaning of one choice.
    init(_ answer: AssembledAnswer, choice: Int = 0) throws {
        text = answer.text(choice)
        thinking = answer.thinking(choice)
        for call in answer.toolCalls(choice) {
            calls.append(Call(id: call.id, name: call.name, arguments: try JSONValue(parsing: call.arguments)))
        }
        stop = answer.choices[choice]?.stop.map(Self.stop)
        input = answer.usage?.totalInput ?? 0
        cached = answer.usage?.cacheRead ?? 0
        output = answer.usage?.output ?? 0
        reasoning = answer.usage?.reasoning ?? 0
    }

    private static func stop(_ reason: StopReason) -> Stop {
        switch reason {
        case .endTurn, .stopSequence, .pause, .other: .done
        case .maxTokens, .contextWindow: .length
        case .toolUse: .tools
        case .contentFilter, .refusal: .filtered
        }
    }
}
