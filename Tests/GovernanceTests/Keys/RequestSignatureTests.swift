import Crypto
import Governance
import Testing

@Suite struct RequestSignatureTests {
    private static let time = Timestamp(seconds: 1_780_000_000)
    private static let path = "/v1/chat/completions?x=1"
    private static let body = SHA256.hash(data: Array(#"{"a":1}"#.utf8))
    /// Worked out apart, with another implementation of HMAC.
    private static let plain = "60ab85af44bbb8658989352dc43e2412317f622c0c80b98e414a44e3b2fcee41"
    private static let withNonce = "73ffbed4849c2b02793a48e93464cc69c1736eef97347a6807e8510143549a42"
    private let secret: SigningSecret

    init() throws { secret = try #require(SigningSecret("a-secret-of-the-configuration-000")) }

    private func verify(
        _ field: String?,
        method: String = "POST",
        path: String = RequestSignatureTests.path,
        body: SHA256.Digest = RequestSignatureTests.body,
        secret: SigningSecret? = nil,
        now: Timestamp = RequestSignatureTests.time
    ) throws(RequestSignature.Failure) {
        try RequestSignature(field)
            .verify(method: method, path: path, body: body, secret: secret ?? self.secret, now: now)
    }

    @Test func isWhatTheDocumentSays() throws {
        try verify("t=1780000000,v1=\(Self.plain)")
        try verify("t=1780000000,v1=\(Self.plain.uppercased())")
        try verify("t=1780000000,n=n-1,v1=\(Self.withNonce)")
        for nonce in [nil, "n-1"] {
            let made = RequestSignature(
                at: Self.time,
                nonce: nonce,
                method: "POST",
                path: Self.path,
                body: Self.body,
                secret: secret
            )
            let code = nonce == nil ? Self.plain : Self.withNonce
            #expect(made.text == "t=1780000000," + (nonce.map { "n=\($0)," } ?? "") + "v1=\(code)")
        }
    }

    @Test func belongsToOneRequestAndOneSecret() throws {
        let field = "t=1780000000,v1=\(Self.plain)"
        #expect(throws: RequestSignature.Failure.mismatch) { try verify(field, method: "PUT") }
        #expect(throws: RequestSignature.Failure.mismatch) { try verify(field, method: "post") }
        #expect(throws: RequestSignature.Failure.mismatch) { try verify(field, path: "/v1/chat/completions") }
        #expect(throws: RequestSignature.Failure.mismatch) { try verify(field, path: Self.path + "&y") }
        #expect(throws: RequestSignature.Failure.mismatch) { try verify(field, body: SHA256.hash(data: [UInt8]())) }
        #expect(throws: RequestSignature.Failure.mismatch) { try verify("t=1780000001,v1=\(Self.plain)") }
        #expect(throws: RequestSignature.Failure.mismatch) { try verify("t=1780000000,n=n-1,v1=\(Self.plain)") }
        #expect(throws: RequestSignature.Failure.mismatch) { try verify("t=1780000000,v1=\(Self.withNonce)") }
        let other = try #require(SigningSecret("a-secret-of-the-configuration-001"))
        #expect(throws: RequestSignature.Failure.mismatch) { try verify(field, secret: other) }
        for position in [0, 31, 63] {
            var digits = Array(Self.plain.utf8)
            digits[position] = digits[position] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            let forged = "t=1780000000,v1=\(String(decoding: digits, as: UTF8.self))"
            #expect(throws: RequestSignature.Failure.mismatch) { try verify(forged) }
        }
    }

    @Test(arguments: [(-5, true), (300, true), (0, true), (-6, false), (301, false), (Int64.max / 2, false)])
    func isGoodForFiveMinutesButHardlyAhead(offset: Int64, isGood: Bool) throws {
        let field = "t=1780000000,v1=\(Self.plain)"
        let now = Self.time.adding(seconds: offset)
        if isGood {
            try verify(field, now: now)
        } else {
            #expect(throws: RequestSignature.Failure.stale) { try verify(field, now: now) }
        }
    }

    @Test(arguments: [
        "", "t=1780000000", "v1=@", "v1=@,t=1780000000", "t=1780000000,v1=", "t=1780000000,v1=00", "t=,v1=@",
        "t=-1,v1=@",
        "t=+1780000000,v1=@", "t=01780000000,v1=@", "t=1780000000 ,v1=@", "t=1780000000, v1=@",
        "t=1780000000,v1=@,v1=@",
        "t=1780000000,v1=@0", "t=1780000000,v1=@00", "t=1780000000,v2=@", "t=9999999999999,v1=@", "t=1780000000;v1=@",
        "t=1780000000,n=,v1=@", "t=1780000000,n=a.b,v1=@", "t=1780000000,m=a,v1=@", "t=1780000000,n=a,n=b,v1=@",
        "t=1.78e9,v1=@", "T=1780000000,V1=@",
    ])
    func refusesOtherForms(form: String) {
        let field = form.replacing("@", with: Self.plain)
        #expect(throws: RequestSignature.Failure.malformed) { try verify(field) }
    }

    @Test func mustBeThere() {
        #expect(throws: RequestSignature.Failure.missing) { try verify(nil) }
    }

    @Test func longFieldsAreRefused() {
        let nonce = String(repeating: "n", count: 65)
        #expect(throws: RequestSignature.Failure.malformed) { try verify("t=1780000000,n=\(nonce),v1=\(Self.plain)") }
    }

    @Test func derivedSecretsDependOnKeySeedAndPepper() {
        let signing = RequestSigning.derived(seed: "abc")
        let secret = signing.secret(keyID: "key_1", pepper: Samples.pepper)
        #expect(secret == signing.secret(keyID: "key_1", pepper: Samples.pepper))
        #expect(secret != signing.secret(keyID: "key_2", pepper: Samples.pepper))
        #expect(secret != signing.secret(keyID: "key_1", pepper: Samples.pepper(2)))
        #expect(secret != RequestSigning.derived(seed: "abd").secret(keyID: "key_1", pepper: Samples.pepper))
        #expect(RequestSigning.generate() != RequestSigning.generate())
        #expect(SigningSecret(String(repeating: "a", count: 31)) == nil)
    }
}
