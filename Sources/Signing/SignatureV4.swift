internal import Crypto

/// Signs requests as Amazon's services and those like them want it (AWS Signature Version 4,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>).
///
/// Requests with a query are not signed here: none of the services asked has one.
public struct SignatureV4: Sendable {
    /// The key's name.
    public var accessKeyID: String
    /// The key.
    public var secretAccessKey: String
    /// What goes with a key that is good for some time only.
    public var sessionToken: String?
    /// The region, such as `ap-northeast-1`.
    public var region: String
    /// The service's name for signatures: `s3`, `bedrock`.
    public var service: String

    /// A signer.
    public init(
        accessKeyID: String,
        secretAccessKey: String,
        sessionToken: String? = nil,
        region: String,
        service: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }

    /// The fields that a request has to have beside its own: its time, the session's token, an object store's digest of the
    /// body, and the signature.
    /// - Parameters:
    ///   - method: such as `POST`.
    ///   - path: the path, escaped as it goes out, without a query.
    ///   - host: the `host` field's value.
    ///   - body: the body as it goes out.
    ///   - time: nanoseconds since 1970 UTC.
    /// - Returns: fields with names in lower case; the last is `authorization`.
    public func fields(
        method: String,
        path: String,
        host: String,
        body: [UInt8],
        time: Int64
    ) -> [(name: String, value: String)] {
        let moment = Self.moment(time)
        let date = String(moment.prefix(8))
        let digest = Self.hexadecimal(SHA256.hash(data: body))
        // An object store takes paths as they are and wants the digest; all others see paths escaped twice.
        let isObjectStore = service == "s3"
        var signed = [("host", host)]
        if isObjectStore { signed.append(("x-amz-content-sha256", digest)) }
        signed.append(("x-amz-date", moment))
        if let sessionToken { signed.append(("x-amz-security-token", sessionToken)) }
        let names = signed.map(\.0).joined(separator: ";")
        let canonical =
            "\(method)\n\(isObjectStore ? path : Self.escapedPath(path))\n\n"
            + signed.map { "\($0.0):\($0.1)\n" }.joined() + "\n\(names)\n\(digest)"
        let scope = "\(date)/\(region)/\(service)/aws4_request"
        let text =
            "AWS4-HMAC-SHA256\n\(moment)\n\(scope)\n\(Self.hexadecimal(SHA256.hash(data: Array(canonical.utf8))))"
        let signature = Self.hexadecimal(Self.authenticate(text, key(date)))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(accessKeyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        return signed.dropFirst().map { (name: $0.0, value: $0.1) } + [(name: "authorization", value: authorization)]
    }

    /// A path's text with escapes, slashes kept (RFC 3986 §2.3, as signatures want it).
    public static func escapedPath(_ text: String) -> String { escaped(text, keeping: UInt8(ascii: "/")) }

    /// One segment of a path with escapes (RFC 3986 §2.3): slashes too.
    public static func escapedSegment(_ text: String) -> String { escaped(text, keeping: nil) }

    private static func escaped(_ text: String, keeping kept: UInt8?) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            case kept:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }
        }
        return out
    }

    private func key(_ date: String) -> [UInt8] {
        [date, region, service, "aws4_request"].reduce(Array("AWS4\(secretAccessKey)".utf8)) { key, text in
            Self.authenticate(text, key)
        }
    }

    private static func authenticate(_ text: String, _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// `20261121T220503Z`.
    private static func moment(_ nanoseconds: Int64) -> String {
        let (days, rest) = (max(0, nanoseconds) / 1_000_000_000).quotientAndRemainder(dividingBy: 86_400)
        // Howard Hinnant's days-to-civil, for days since 1970.
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        // Four digits: 64 bits of nanoseconds end in the year 2262.
        return "\(year)\(two(month))\(two(day))T\(two(rest / 3600))\(two(rest / 60 % 60))\(two(rest % 60))Z"
    }
}
