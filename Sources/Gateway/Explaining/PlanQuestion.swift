import HTTPWire
public import ModelAPI

/// A request of which somebody wants to know where it would go.
public struct PlanQuestion: Sendable {
    /// The dialect of the surface it would come in by.
    public var surface: DialectID
    /// Its body, as JSON.
    public var body: [UInt8]
    /// The model, in place of the one in the body; Gemini's bodies have none, its path has.
    public var model: String?
    /// The name of the virtual key it would carry; `nil` for none.
    public var keyName: String?
    /// Its header fields, in any case; credentials do not count, ``keyName`` does.
    public var headers: [(name: String, value: String)]
    /// Whether a stream is asked for, also where the body does not say so.
    public var stream: Bool

    /// Creates a question.
    public init(
        surface: DialectID = .openAIChat,
        body: [UInt8],
        model: String? = nil,
        keyName: String? = nil,
        headers: [(name: String, value: String)] = [],
        stream: Bool = false
    ) {
        self.surface = surface
        self.body = body
        self.model = model
        self.keyName = keyName
        self.headers = headers
        self.stream = stream
    }

    /// What the path would ask for.
    func route() throws(APIError) -> Route {
        if surface == .gemini, model == nil {
            throw APIError(
                .invalidRequest,
                "Gemini requests name their model in the path; say which.",
                parameter: "model"
            )
        }
        let streamInPath: Bool? = surface == .gemini || stream ? stream : nil
        return Route(operation: .chat, dialect: surface, model: model, stream: streamInPath)
    }

    /// The head it would come with, held to the same rules as one that comes by network.
    func head() throws(APIError) -> RequestHead {
        var text = "POST / HTTP/1.1\r\nhost: kanmon\r\n"
        for (name, value) in headers {
            // One field must stay one.
            guard !(name + value).utf8.contains(where: { $0 == 0x0D || $0 == 0x0A }) else {
                throw APIError(.invalidRequest, "A header field must not hold a line break.")
            }
            text += "\(name): \(value)\r\n"
        }
        do {
            return try RequestHead(parsing: Array((text + "\r\n").utf8), limits: RequestHead.Limits())
        } catch {
            throw APIError(.invalidRequest, "These header fields are not taken: \(error.reason).")
        }
    }
}
