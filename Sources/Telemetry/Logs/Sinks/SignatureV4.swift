import Crypto
import Governance

/// Signs requests as Amazon's services and those like them want it (AWS Signature Version 4).
struct SignatureV4: Sendable {
    let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?
    let region: String
    let service: String

    /// The fields that a request has to have beside its own: its time, the digest of its body and its signature.
    /// - Parameters:
    ///   - path: the path, escaped as it goes out.
    ///   - host: the `host` field's value.
    ///   - time: nanoseconds since 1970 UTC.
    func fields(
        method: String,
        path: String,
        host: String,
        body: [UInt8],
        time: Int64
    ) -> [(name: String, value: String)] {
        let parts = InstantText.parts(time)
        let date = parts.date.filter { $0 != "-" }
        let two = InstantText.two
        let moment = "\(date)T\(two(parts.hour))\(two(parts.minute))\(two(parts.second))Z"
        let digest = Hexadecimal.text(SHA256.hash(data: body))
        var signed = [("host", host), ("x-amz-content-sha256", digest), ("x-amz-date", moment)]
        if let sessionToken { signed.append(("x-amz-security-token", sessionToken)) }
        let names = signed.map(\.0).joined(separator: ";")
        let canonical =
            "\(method)\n\(path)\n\n" + signed.map { "\($0.0):\($0.1)\n" }.joined() + "\n\(names)\n\(digest)"
        let scope = "\(date)/\(region)/\(service)/aws4_request"
        let text =
            "AWS4-HMAC-SHA256\n\(moment)\n\(scope)\n\(Hexadecimal.text(SHA256.hash(data: Array(canonical.utf8))))"
        let signature = Hexadecimal.text(Self.authenticate(text, key(date)))
        let credential = "\(accessKeyID)/\(scope)"
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=\(names), Signature=\(signature)"
        return signed.dropFirst().map { (name: $0.0, value: $0.1) } + [(name: "authorization", value: authorization)]
    }

    private func key(_ date: String) -> [UInt8] {
        [date, region, service, "aws4_request"].reduce(Array("AWS4\(secretAccessKey)".utf8)) { key, text in
            Self.authenticate(text, key)
        }
    }

    private static func authenticate(_ text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }
}
