/// One thing that is wrong with a configuration: what, where, and what would be right.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// The kind of problem.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case unreadableFile = "unreadable_file"
            case tooLarge = "too_large"
            case syntax
            case unknownField = "unknown_field"
            case duplicate
            case missingField = "missing_field"
            case wrongType = "wrong_type"
            case invalidValue = "invalid_value"
            case unsetVariable = "unset_variable"
            case unknownProvider = "unknown_provider"
            case unknownModel = "unknown_model"
            case unknownTeam = "unknown_team"
            case unknownProject = "unknown_project"
            case unknownUser = "unknown_user"
            case unknownGuardrail = "unknown_guardrail"
            case cycle
            case conflict
        }

        private let value: Value

        private init(_ value: Value) { self.value = value }

        /// A file that cannot be read: the document itself or one it names.
        public static let unreadableFile = Code(.unreadableFile)
        /// More bytes, values or levels than the limit.
        public static let tooLarge = Code(.tooLarge)
        /// Not well-formed YAML or JSON.
        public static let syntax = Code(.syntax)
        /// A field that the section does not have.
        public static let unknownField = Code(.unknownField)
        /// A field, a name or a key that stands twice.
        public static let duplicate = Code(.duplicate)
        /// A field that must be there.
        public static let missingField = Code(.missingField)
        /// A string where a mapping belongs, and the like.
        public static let wrongType = Code(.wrongType)
        /// A value of the right type that is not allowed.
        public static let invalidValue = Code(.invalidValue)
        /// `${NAME}` of a variable that the environment does not have.
        public static let unsetVariable = Code(.unsetVariable)
        /// A target that names a provider which is not declared.
        public static let unknownProvider = Code(.unknownProvider)
        /// A target, or a list of models, that names a model which is not declared.
        public static let unknownModel = Code(.unknownModel)
        /// A team's name that is not declared.
        public static let unknownTeam = Code(.unknownTeam)
        /// A project's name that is not declared.
        public static let unknownProject = Code(.unknownProject)
        /// A user's name that is not declared.
        public static let unknownUser = Code(.unknownUser)
        /// A guardrail's name that is not declared.
        public static let unknownGuardrail = Code(.unknownGuardrail)
        /// Models that lead back to themselves.
        public static let cycle = Code(.cycle)
        /// Values that are fine alone but not together.
        public static let conflict = Code(.conflict)

        /// The stable code as text.
        public var description: String { value.rawValue }
    }

    /// The kind of problem.
    public let code: Code
    /// The file, as it was named to the loader; or the environment.
    public let file: String
    /// The line, counted from 1; nil where no line is to blame.
    public let line: Int?
    /// The column in Unicode scalars, counted from 1; nil where no line is to blame.
    public let column: Int?
    /// The way from the document's root, such as `models.chat.targets[1].model`; empty for the root itself.
    public let path: String
    /// What is wrong and what is allowed. Never holds a secret.
    public let message: String

    init(code: Code, file: String, position: Position?, path: DocumentPath, message: String) {
        self.code = code
        self.file = file
        line = position?.line
        column = position?.column
        self.path = path.description
        self.message = message
    }

    /// `file:line:column: path: message`, the form that editors and compilers share.
    public var description: String {
        var text = file
        if let line, let column { text += ":\(line):\(column)" }
        if !path.isEmpty { text += ": \(path)" }
        return "\(text): \(message)"
    }
}
