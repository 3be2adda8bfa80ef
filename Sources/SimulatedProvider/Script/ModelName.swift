/// What a model's name says about how it behaves.
enum ModelName {
    /// The models that are listed; any other name is answered too.
    static let listed = ["sim-1", "sim-reasoning-content", "echo"]

    static func isEcho(_ name: String) -> Bool { name == "echo" || name.hasPrefix("echo-") }

    /// Names that no model has.
    static func isMissing(_ name: String) -> Bool { name == "missing-model" || name.hasPrefix("no-such-") }

    /// OpenAI's reasoning families, which refuse `max_tokens` and any temperature but 1.
    static func isReasoning(_ name: String) -> Bool {
        ["o1", "o3", "o4", "gpt-5"].contains { name == $0 || name.hasPrefix($0 + "-") || name.hasPrefix($0 + ".") }
    }

    /// Writes its thoughts into `reasoning_content`, as DeepSeek and vLLM do.
    static func showsReasoning(_ name: String) -> Bool { name.hasSuffix("-reasoning-content") }

    /// Older Gemini models do without the thought signatures that newer ones insist on.
    static func demandsThoughtSignatures(_ name: String) -> Bool {
        !name.hasPrefix("gemini-1") && !name.hasPrefix("gemini-2")
    }
}
