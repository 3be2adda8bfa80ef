extension Part {
    /// What a block of a stream begins as: whole where it comes at once, and else without what its deltas bring.
    /// - Parameter block: the block, as its first event announces it.
    public init(beginning block: StreamBlock) {
        switch block {
        case .text: self = .text(TextPart(""))
        case .thinking: self = .thinking(Thinking(""))
        case .redactedThinking(let token): self = .redactedThinking(token)
        case .toolCall(let id, let name, let signature):
            self = .toolCall(ToolCall(id: id, name: name, arguments: "", signature: signature))
        case .refusal: self = .refusal("")
        case .image(let media): self = .image(media)
        case .foreign(let part): self = .foreign(part)
        }
    }
}
