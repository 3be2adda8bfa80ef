/// What is set for a service.
public struct AdapterSettings: Sendable {
    /// Where it is: `http` or `https`, a host, perhaps a port and a path.
    public var url: String
    /// The model that it is to use, where it has several.
    public var model: String?
    /// What it knows the gateway by.
    public var credential: AdapterCredential
    /// Header fields to be sent with each request.
    public var headers: [AdapterRequest.Field]
    /// What else is set, by name; each service has its own.
    public var options: [String: String]

    /// What is set for a service.
    public init(
        url: String,
        model: String? = nil,
        credential: AdapterCredential = .none,
        headers: [AdapterRequest.Field] = [],
        options: [String: String] = [:]
    ) {
        self.url = url
        self.model = model
        self.credential = credential
        self.headers = headers
        self.options = options
    }
}
