public import Governance
public import Routing

/// What is or is not cached, whatever policies say.
///
/// All of its conditions must hold; of a condition's list, one entry. A rule without conditions fits everything.
public struct CacheRule: Hashable, Sendable {
    /// What a rule does.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// There is caching, unless the request declines.
        case allow
        /// There is none.
        case deny
    }

    /// A header that a request must have.
    public struct Header: Hashable, Sendable {
        /// Its name, in lower case.
        public var name: String
        /// What its value must match; `nil` for any.
        public var value: Pattern?

        /// Creates a condition.
        public init(_ name: String, _ value: Pattern? = nil) {
            self.name = name
            self.value = value
        }
    }

    /// What logs and `x-kanmon-cache` call it.
    public var name: String
    /// What it does.
    public var action: Action
    /// The request's path.
    public var paths: [ModelPattern]
    /// The public model's name.
    public var models: [ModelPattern]
    /// A tag of the request's.
    public var tags: [String]
    /// Headers of the request's, one of them.
    public var headers: [Header]
    /// What the text of the last turn of the user's must match.
    public var texts: [Pattern]

    /// Creates a rule.
    public init(
        _ name: String,
        _ action: Action,
        paths: [ModelPattern] = [],
        models: [ModelPattern] = [],
        tags: [String] = [],
        headers: [Header] = [],
        texts: [Pattern] = []
    ) {
        self.name = name
        self.action = action
        self.paths = paths
        self.models = models
        self.tags = tags
        self.headers = headers
        self.texts = texts
    }

    /// Whether it fits a request. Asks the dearest question, the text, last.
    public func fits(_ request: CacheRequestFacts) -> Bool {
        guard paths.isEmpty || paths.contains(where: { $0.matches(request.path) }),
            models.isEmpty || models.contains(where: { $0.matches(request.model) }),
            tags.isEmpty || tags.contains(where: request.tags.contains),
            headers.isEmpty || headers.contains(where: { Self.has($0, request) })
        else { return false }
        return texts.isEmpty
            || QuestionText.windows(of: request.question).contains { window in
                texts.contains { $0.matches(window) }
            }
    }

    private static func has(_ header: Header, _ request: CacheRequestFacts) -> Bool {
        guard let value = request.header(header.name) else { return false }
        return header.value?.matches(value) ?? true
    }
}

/// What rules look at.
public struct CacheRequestFacts {
    /// The request's path, without its query.
    public var path: String
    /// The public model's name.
    public var model: String
    /// The name of the caller's team.
    public var team: String?
    /// The request's tags.
    public var tags: [String]
    /// The text of the last turn of the user's (``QuestionText/last(of:)``).
    public var question: String
    /// How many bytes the body has.
    public var bodyBytes: Int
    /// Looks up a request header by its lower-case name.
    public var header: (String) -> String?

    /// Creates facts.
    public init(
        path: String,
        model: String,
        team: String? = nil,
        tags: [String] = [],
        question: String,
        bodyBytes: Int,
        header: @escaping (String) -> String? = { _ in nil }
    ) {
        self.path = path
        self.model = model
        self.team = team
        self.tags = tags
        self.question = question
        self.bodyBytes = bodyBytes
        self.header = header
    }
}
