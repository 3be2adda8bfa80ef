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
        let token = signature.flatMap { $0.isEmpty ? nil : OpaqueToken(reading: $0, on: .gemini) }
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

    /// Reads a part of an answer, which knows where it stood.
    ///
    /// A picture is one whether it is sealed or not: clients of other dialects have no way to give it back. Other media have a
    /// neutral form in requests only.
    /// - Parameters:
    ///   - value: the part.
    ///   - path: where it stands in the answer; asked for only where something is named by it.
    ///   - unmapped: takes the members that have no neutral place.
    /// - Throws: `invalidRequest` that names a member of a wrong type.
    static func read(
        answer value: JSONValue,
        at path: @autoclosure () -> String,
        _ unmapped: inout [ChatResponse.UnmappedField]
    ) throws(APIError) -> GeminiPart {
        let part = FieldReader(value)
        let read = try read(part)
        // Nearly all parts are a text and nothing else.
        if case .text = read, value.object?.count == 1 { return read }
        var known = known
        var result = read
        switch read {
        case .media(.image(var image)):
            image.path = path()
            result = .media(.image(image))
        case .foreign(let foreign) where foreign.type == "inlineData":
            guard case .image(var image)? = try readMedia(part) else { fallthrough }
            image.path = path()
            result = .media(.image(image))
            known.remove("thoughtSignature")
        case .foreign, .media:
            let type = if case .foreign(let foreign) = read { foreign.type } else { "inlineData" }
            return .foreign(ForeignPart(dialect: .gemini, type: type, value: value, path: path()))
        case .call:
            if let call = part.either("functionCall"), hasOthers(call.value, than: callMembers) {
                let place = "\(path()).functionCall"
                unmapped += try FieldReader(call.value, path: place).others(thanEither: callMembers)
                    .filter { $0.value.saysSomething }
            }
        case .text, .result, .empty: break
        }
        if hasOthers(value, than: known) {
            unmapped += try FieldReader(value, path: path()).others(thanEither: known).filter { $0.value.saysSomething }
        }
        return result
    }

    private static let callMembers: Set<String> = ["id", "name", "args", "partialArgs", "willContinue"]

    /// Whether an object may have members that are not known; their other spelling counts as unknown here.
    private static func hasOthers(_ value: JSONValue, than known: Set<String>) -> Bool {
        value.object?.members.contains { !known.contains($0.name) } ?? false
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
