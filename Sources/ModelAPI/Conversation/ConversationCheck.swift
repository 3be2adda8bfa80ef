/// Checks that a conversation makes sense before it is written for a provider that would refuse it, or worse, misread it.
public enum ConversationCheck {
    /// Checks that calls of tools and their results fit together.
    ///
    /// Every result answers a call of the assistant turn directly before it, every call is answered once before the assistant
    /// speaks again or the conversation ends in another turn. Neighbouring turns of one side count as one; system and
    /// developer turns may stand anywhere. Calls in a last assistant turn may be open.
    /// - Parameter messages: the turns in order.
    /// - Throws: ``APIError`` of kind `invalidRequest` that names the turn and the call.
    public static func toolTurns(_ messages: [Message]) throws(APIError) {
        var turn = OpenTurn()
        for (index, message) in messages.enumerated() {
            switch message.role {
            case .system, .developer:
                continue
            case .assistant:
                // The assistant goes on only when everything it asked for has come.
                if turn.wasAnsweredTo {
                    try turn.requireComplete(before: index)
                    turn = OpenTurn()
                }
                for part in message.parts {
                    if case .toolCall(let call) = part { try turn.open(call, at: index) }
                    if case .foreign = part { turn.mayHoldForeignCalls = true }
                    if case .toolResult(let result) = part {
                        throw problem(
                            "The result of call '\(shown(result.callID))' stands in an assistant turn.",
                            at: index
                        )
                    }
                }
            case .user:
                turn.wasAnsweredTo = true
                for part in message.parts {
                    if case .toolResult(let result) = part { try turn.answer(result, at: index) }
                    if case .toolCall(let call) = part {
                        throw problem("The call '\(shown(call.id))' stands in a user turn.", at: index)
                    }
                }
            }
        }
        if turn.wasAnsweredTo { try turn.requireComplete(before: nil) }
    }

    /// The calls of one assistant turn, and which of them have been answered.
    private struct OpenTurn {
        /// Whether a user turn has followed.
        var wasAnsweredTo = false
        /// Whether a block without a neutral form stands in it, which may be a call of one dialect's own kind: results may
        /// answer it then.
        var mayHoldForeignCalls = false
        /// Call ids in order, each with the turn it stands in.
        private var calls: [(id: String, index: Int)] = []
        private var isAnswered: [String: Bool] = [:]

        mutating func open(_ call: ToolCall, at index: Int) throws(APIError) {
            guard isAnswered.updateValue(false, forKey: call.id) == nil else {
                throw problem("The call id '\(shown(call.id))' stands twice in one turn.", at: index)
            }
            calls.append((call.id, index))
        }

        mutating func answer(_ result: ToolResult, at index: Int) throws(APIError) {
            switch isAnswered[result.callID] {
            case nil where mayHoldForeignCalls: return
            case nil:
                throw problem(
                    "The tool result for '\(shown(result.callID))' answers no call of the assistant turn before it.",
                    at: index
                )
            case true?:
                throw problem("The call '\(shown(result.callID))' has two results.", at: index)
            case false?:
                isAnswered[result.callID] = true
            }
        }

        func requireComplete(before index: Int?) throws(APIError) {
            guard let open = calls.first(where: { isAnswered[$0.id] == false }) else { return }
            let place = index.map { "before messages[\($0)]" } ?? "before the conversation goes on"
            throw problem("The call '\(shown(open.id))' needs a tool result \(place).", at: open.index)
        }
    }

    private static func problem(_ message: String, at index: Int) -> APIError {
        APIError(.invalidRequest, "messages[\(index)]: \(message)", parameter: "messages[\(index)]")
    }

    /// A caller's id, short enough for a message.
    private static func shown(_ id: String) -> Substring { id.prefix(64) }
}
