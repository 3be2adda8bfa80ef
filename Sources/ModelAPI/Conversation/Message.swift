/// One turn of a conversation.
public struct Message: Hashable, Sendable {
    /// Who speaks.
    public enum Role: String, Hashable, Sendable {
        /// Instructions of the application.
        case system
        /// Instructions of the application, OpenAI's newer word; ranks as system elsewhere.
        case developer
        /// The person, and the results of tools.
        case user
        /// The model.
        case assistant
    }

    /// Who speaks. Results of tools are parts of a user turn, in call order and before everything else in it.
    public var role: Role
    /// What is said, in order.
    public var parts: [Part]
    /// The speaker's name among several of the same role (OpenAI's `name`).
    public var name: String?
    /// Where it stood in the caller's request; `nil` where it has no caller.
    @Bookkeeping public var origin: TurnOrigin? = nil

    /// Creates a turn.
    public init(_ role: Role, _ parts: [Part], name: String? = nil) {
        self.role = role
        self.parts = parts
        self.name = name
    }

    /// Creates a turn of one text.
    public init(_ role: Role, _ text: String) { self.init(role, [.text(TextPart(text))]) }
}
