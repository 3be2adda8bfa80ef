import JSONText

/// One element of `parts`, in requests, answers and chunks alike.
enum GeminiPart {
    /// Text or a thought.
    case text(String, isThought: Bool, signature: OpaqueToken?)
    /// A picture, sound or document.
    case media(Part)
    /// A call of a function, or a piece of one.
    case call(Call)
    /// What a function gave back.
    case result(Result)
    /// A part without a neutral form.
    case foreign(ForeignPart)
    /// Nothing at all.
    case empty

    /// `functionCall`
    struct Call {
        var id: String?
        /// Missing on the later pieces of a call.
        var name: String?
        var args: JSONObject?
        /// Pieces of arguments by their JSONPath, on streams that asked for them.
        var partialArgs: [JSONValue] = []
        /// Whether more pieces of this call follow.
        var willContinue = false
        var signature: OpaqueToken?

        /// The arguments as JSON text; a call without has empty ones.
        var arguments: String { args.map { JSONValue.object($0).text } ?? "{}" }
    }

    /// `functionResponse`
    struct Result {
        var id: String?
        var name: String?
        var response: JSONObject?
        var media: [Part] = []
    }

    /// Members of a part that belong to no kind.
    private static let common: Set<String> = ["thought", "thoughtSignature"]
    private static let kinds: Set<String> = [
        "text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode", "codeExecutionResult",
        "toolCall", "toolResponse",
    ]
    private static let known = common.union(kinds)

    /// Reads a part.
    /// - Parameter part: the part.
    /// - Throws: `invalidRequest` that names a member of a wrong type.
    static func read(_ part: FieldReader) throws(APIError) -> GeminiPart {
        let object = try part.object()
        let signature = try part.either("thoughtSignature")?.string()
        let token = signature.flatMap { $0.isEmpty ? nil : GeminiToken.read($0) }
        if let call = part.either("functionCall") { return .call(try readCall(call, signature: token)) }
        if let result = part.either("functionResponse") { return .result(try readResult(result)) }
        if let text = part["text"] {
            return .text(try text.string(), isThought: try part["thought"]?.bool() ?? false, signature: token)
        }
        if let media = try readMedia(part) {
            // A signature belongs to its part, and a neutral picture has no place for one.
            return token == nil ? .media(media) : foreign("inlineData", part)
        }
        if let kind = object.members.first(where: { !common.contains(GeminiName.camelCase($0.name)) }) {
            return foreign(kinds.first { $0 == GeminiName.camelCase(kind.name) } ?? kind.name, part)
        }
        if let token { return .text("", isThought: try part["thought"]?.bool() ?? false, signature: token) }
        return .empty
    }

    /// The members of a part that have no neutral place.
    static func unmapped(_ part: FieldReader) throws(APIError) -> [ChatRequest.UnmappedField] {
        try part.others(thanEither: known)
    }

    private static func foreign(_ type: String, _ part: FieldReader) -> GeminiPart {
        .foreign(ForeignPart(dialect: .gemini, type: type, value: part.value))
    }

    /// `inlineData` or `fileData`; `nil` where there is neither, or no neutral form for what they hold.
    private static func readMedia(_ part: FieldReader) throws(APIError) -> Part? {
        if let inline = part.either("inlineData") {
            let type = try inline.either("mimeType")?.string()
            let data = try inline.required("data").string()
            let name = try inline.either("displayName")?.string()
            return GeminiMedia.part(MediaPart(.base64(data), mediaType: type, name: name))
        }
        if let file = part.either("fileData") {
            guard let uri = file.either("fileUri") else { throw file.missing("fileUri") }
            let type = try file.either("mimeType")?.string()
            let name = try file.either("displayName")?.string()
            return GeminiMedia.part(MediaPart(GeminiMedia.source(uri: try uri.string()), mediaType: type, name: name))
        }
        return nil
    }

    private static func readCall(_ call: FieldReader, signature: OpaqueToken?) throws(APIError) -> Call {
        _ = try call.object()
        return Call(
            id: try nonEmpty(call["id"]),
            name: try nonEmpty(call["name"]),
            args: try call["args"]?.object(),
            partialArgs: try call.either("partialArgs")?.elements().map(\.value) ?? [],
            willContinue: try call.either("willContinue")?.bool() ?? false,
            signature: signature
        )
    }

    private static func readResult(_ result: FieldReader) throws(APIError) -> Result {
        _ = try result.object()
        var media: [Part] = []
        for part in try result["parts"]?.elementsOrOne() ?? [] {
            switch try read(part) {
            case .media(let value): media.append(value)
            case .foreign(let value): media.append(.foreign(value))
            default: throw part.wrong("inlineData or fileData")
            }
        }
        return Result(
            id: try nonEmpty(result["id"]),
            name: try nonEmpty(result["name"]),
            response: try result["response"]?.object(),
            media: media
        )
    }

    private static func nonEmpty(_ reader: FieldReader?) throws(APIError) -> String? {
        guard let text = try reader?.string(), !text.isEmpty else { return nil }
        return text
    }
}
