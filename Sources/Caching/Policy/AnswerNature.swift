public import ModelAPI

/// Whether an answer may be stored: only one that is whole, says something, and would be said again.
public enum AnswerNature {
    /// Why an answer must not be stored; `nil` where it may.
    /// - Parameter response: an answer that was complete.
    public static func refusal(of response: ChatResponse) -> CacheRefusal? {
        guard !response.choices.isEmpty else { return .nothing }
        for choice in response.choices {
            if let refusal = refusal(of: choice.stop) { return refusal }
            var saysSomething = false
            for part in choice.parts {
                if case .refusal = part { return .refused }
                if says(part) { saysSomething = true }
            }
            if !saysSomething { return .nothing }
        }
        // What the provider's own tools have seen is of that moment.
        if let usage = response.usage, usage.webSearches > 0 || usage.toolCalls > 0 || usage.searchUnits > 0 {
            return .serverTool
        }
        return nil
    }

    /// Why a recorded answer must not be stored; `nil` where it may.
    /// - Parameters:
    ///   - recording: what came; `nil` where it was too large to record.
    ///   - isComplete: whether the provider ended it properly.
    ///   - status: the HTTP status it came with.
    ///   - limit: the most bytes.
    /// - Returns: the reason, or the answer in neutral form where there is none.
    public static func judge(
        _ recording: AnswerRecording?,
        isComplete: Bool,
        status: Int,
        limit: Int
    ) -> Result<ChatResponse, Refused> {
        guard status == 200 else { return .failure(Refused(.error)) }
        guard isComplete else { return .failure(Refused(.incomplete)) }
        guard let recording, recording.bytes.count <= limit else { return .failure(Refused(.answerTooLarge)) }
        do {
            let response = try recording.response()
            if let refusal = refusal(of: response) { return .failure(Refused(refusal)) }
            return .success(response)
        } catch {
            return .failure(Refused(recording.form == .stream ? .incomplete : .error))
        }
    }

    /// Why an answer is not stored, as an error.
    public struct Refused: Error, Hashable, Sendable {
        /// Why.
        public let refusal: CacheRefusal

        /// Creates one.
        public init(_ refusal: CacheRefusal) { self.refusal = refusal }
    }

    private static func refusal(of stop: StopReason) -> CacheRefusal? {
        switch stop {
        case .endTurn, .stopSequence, .toolUse: nil
        case .maxTokens, .contextWindow: .truncated
        case .contentFilter: .filtered
        case .refusal: .refused
        case .pause: .paused
        case .other: .malformed
        }
    }

    private static func says(_ part: Part) -> Bool {
        switch part {
        case .text(let text): !text.text.isEmpty
        case .toolCall, .image, .audio, .document, .foreign: true
        case .thinking, .redactedThinking, .refusal, .toolResult: false
        }
    }
}
