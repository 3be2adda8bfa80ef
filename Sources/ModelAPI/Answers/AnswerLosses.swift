import JSONText

/// What a whole answer loses on its way to a client of another dialect: named in a header, or on request carried along.
struct AnswerLosses {
    /// What the members are called by the provider.
    let names: AnswerNames
    private var fields: [ChatResponse.UnmappedField]

    /// Starts with what the reader had no place for.
    init(_ response: ChatResponse) {
        names = AnswerNames(source: response.source)
        fields = response.unmapped
    }

    /// Adds a field that the writer has no place for.
    mutating func add(_ path: String, _ value: JSONValue) { fields.append(ChatResponse.UnmappedField(path, value)) }

    /// Adds a field that the writer has no place for.
    mutating func add(_ field: ChatResponse.UnmappedField) { fields.append(field) }

    /// Adds fields that the writer has no place for.
    mutating func add(_ others: [ChatResponse.UnmappedField]) { fields += others }

    /// Adds a block of another dialect.
    mutating func add(_ part: ForeignPart) { add(part.path ?? part.type, part.value) }

    /// Adds a picture, sound or document.
    mutating func add(_ media: MediaPart) { add(ChatResponse.UnmappedField(media)) }

    /// The answer as it goes to the client.
    /// - Parameters:
    ///   - body: the answer in the client's dialect.
    ///   - request: what was asked; `includesExtras` counts.
    func written(_ body: JSONObject, to request: ChatRequest) -> WrittenResponse {
        guard !fields.isEmpty else { return WrittenResponse(body: .object(body)) }
        var extras = JSONObject()
        for field in fields { extras[field.path] = field.value }
        guard request.includesExtras else {
            return WrittenResponse(body: .object(body), dropped: extras.names.map { "answer.\($0)" })
        }
        var body = body
        body.append(Extras.member, ["extras": .object(extras)])
        return WrittenResponse(body: .object(body))
    }
}

extension ChatResponse.UnmappedField {
    /// A picture, sound or document that a writer has no place for: its bytes in base64, or its address.
    init(_ media: MediaPart) {
        let path = media.path ?? "media"
        var value = JSONObject()
        if let type = media.mediaType { value.append("mime_type", .string(type)) }
        if let name = media.name { value.append("name", .string(name)) }
        switch media.source {
        case .base64(let data): value.append("data", .string(data))
        case .url(let url): value.append("url", .string(url))
        case .text(let text): value.append("text", .string(text))
        case .file(let id, _): value.append("file", .string(id))
        }
        self.init(path, .object(value))
    }
}
