internal import JSONText

/// How a service is reached: where it is and what each request carries.
struct AdapterConnection: Sendable {
    /// Scheme, host, perhaps a port and a path, without a slash at the end.
    let url: String
    /// The `host` field's value.
    let host: String
    /// The path, which stands before that of every request; empty or beginning with a slash.
    let basePath: String
    let credential: AdapterCredential
    /// The fields that are set.
    let headers: [AdapterRequest.Field]

    /// - Throws: ``AdapterSettingError`` for `url` and `headers`.
    init(_ settings: AdapterSettings) throws(AdapterSettingError) {
        (url, host, basePath) = try Self.parts(settings.url)
        credential = settings.credential
        headers = try Self.checked(settings.headers)
        if case .token(let token) = credential { try Self.check(token, of: "token") }
    }

    /// A request with a JSON body.
    /// - Parameters:
    ///   - tokenField: the field in which the token goes; `authorization` is sent with `Bearer`.
    ///   - more: further fields.
    func request(
        _ path: String,
        _ body: JSONValue,
        tokenField: String = "authorization",
        more: [AdapterRequest.Field] = []
    ) -> AdapterRequest {
        var fields = [AdapterRequest.Field("content-type", "application/json")]
        if case .token(let token) = credential {
            fields.append(AdapterRequest.Field(tokenField, tokenField == "authorization" ? "Bearer \(token)" : token))
        }
        return AdapterRequest(path: path, fields: fields + more + headers, body: body.bytes)
    }

    /// Refuses what the service does not know.
    func refuseAccessKey() throws(AdapterSettingError) {
        if case .aws = credential { throw AdapterSettingError("token", "an access key is for bedrock only") }
    }

    private static func parts(_ text: String) throws(AdapterSettingError) -> (url: String, host: String, path: String) {
        let wrong = AdapterSettingError(
            "url",
            "must be http:// or https:// with a host, perhaps a port and a path, without a query or a user"
        )
        guard let colons = text.firstRange(of: "://") else { throw wrong }
        let scheme = text[..<colons.lowerBound].lowercased()
        let rest = text[colons.upperBound...]
        guard scheme == "http" || scheme == "https", rest.utf8.count <= 2048,
            rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"?#@\\\"<>".utf8.contains($0) })
        else { throw wrong }
        let host = rest.prefix { $0 != "/" }.lowercased()
        var path = String(rest.dropFirst(host.count))
        while path.hasSuffix("/") { path.removeLast() }
        guard isHost(host), !path.contains("/../"), !path.hasSuffix("/.."), !path.contains("//") else { throw wrong }
        let usual = scheme == "https" ? ":443" : ":80"
        let field = host.hasSuffix(usual) ? String(host.dropLast(usual.count)) : host
        return ("\(scheme)://\(host)\(path)", field, path)
    }

    private static func isHost(_ text: String) -> Bool {
        let isBracketed = text.hasPrefix("[")
        let name: Substring
        let port: Substring
        if isBracketed {
            guard let end = text.firstIndex(of: "]") else { return false }
            name = text[text.index(after: text.startIndex)..<end]
            port = text[text.index(after: end)...]
        } else {
            name = text.prefix { $0 != ":" }
            port = text.dropFirst(name.count)
        }
        let signs = isBracketed ? "0123456789abcdef:." : "abcdefghijklmnopqrstuvwxyz0123456789-._"
        guard !name.isEmpty, name.allSatisfy({ signs.contains($0) }) else { return false }
        guard !port.isEmpty else { return true }
        guard port.hasPrefix(":"), let number = Int(port.dropFirst()), port.dropFirst().allSatisfy(\.isNumber) else {
            return false
        }
        return (1...65_535).contains(number)
    }

    private static let reserved: Set<String> = [
        "host", "content-length", "content-type", "transfer-encoding", "connection", "te", "trailer", "upgrade",
        "accept-encoding", "x-amz-date", "x-amz-security-token", "webhook-id", "webhook-timestamp", "webhook-signature",
    ]

    private static func checked(_ fields: [AdapterRequest.Field]) throws(AdapterSettingError) -> [AdapterRequest.Field]
    {
        var names: Set<String> = []
        var out: [AdapterRequest.Field] = []
        for field in fields {
            let name = field.name.lowercased()
            let isToken = name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_.!#$%&'*+^`|~".utf8.contains(byte)
            }
            guard isToken, !name.isEmpty, name.utf8.count <= 128 else {
                throw AdapterSettingError("headers", "a name is no name of a header field")
            }
            guard !reserved.contains(name) else {
                throw AdapterSettingError("headers", "\(name) is set by the gateway itself")
            }
            guard names.insert(name).inserted else { throw AdapterSettingError("headers", "\(name) stands twice") }
            try check(field.value, of: "headers")
            out.append(AdapterRequest.Field(name, field.value))
        }
        return out
    }

    /// Refuses what would end a header field.
    private static func check(_ value: String, of setting: String) throws(AdapterSettingError) {
        let isPrintable = value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard isPrintable, !value.isEmpty, value.utf8.count <= 8192 else {
            throw AdapterSettingError(setting, "a value must be 1 to 8192 printable ASCII characters")
        }
    }
}
