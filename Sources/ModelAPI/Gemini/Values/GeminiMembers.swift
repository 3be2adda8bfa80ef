import JSONText

/// The members of answers that are read, or carry nothing of their own: sums of other counts, averages of what stands beside.
enum GeminiMembers {
    /// Of an answer and of a chunk.
    static let answer: Set<String> = [
        "candidates", "usageMetadata", "modelVersion", "responseId", "createTime", "promptFeedback", "error",
    ]

    /// Of a candidate. `tokenCount` stands in the usage too.
    static let candidate: Set<String> = [
        "content", "finishReason", "index", "logprobsResult", "avgLogprobs", "tokenCount",
    ]

    /// Of a candidate's `content`.
    static let content: Set<String> = ["parts", "role"]

    private static let usage: Set<String> = [
        "promptTokenCount", "candidatesTokenCount", "totalTokenCount", "cachedContentTokenCount", "thoughtsTokenCount",
        "toolUsePromptTokenCount",
    ]
    private static let details: Set<String> = [
        "promptTokensDetails", "candidatesTokensDetails", "cacheTokensDetails", "toolUsePromptTokensDetails",
    ]

    /// What of `usageMetadata` has no place. The split by kinds of content has one for sound; texts are the rest.
    static func others(inUsage usage: JSONValue?) -> [ChatResponse.UnmappedField] {
        AnswerMembers.counts(in: usage, than: Self.usage, at: "usageMetadata").filter { field in
            guard details.contains(where: { field.path == "usageMetadata.\($0)" }) else { return true }
            return (field.value.array ?? []).contains { !["TEXT", "AUDIO"].contains($0["modality"]?.string) }
        }
    }

    /// What of `promptFeedback` has no place.
    /// - Parameter isReason: whether its `blockReason` became the answer's.
    static func others(inFeedback feedback: JSONValue?, isReason: Bool) -> [ChatResponse.UnmappedField] {
        AnswerMembers.others(in: feedback, than: isReason ? ["blockReason"] : [], at: "promptFeedback")
    }
}
