import Signing
import Testing

@Suite("Signatures of Amazon's services")
struct SignatureV4Tests {
    private func authorization(
        _ method: String,
        _ path: String,
        host: String,
        body: String = "",
        token: String? = nil,
        region: String = "ap-northeast-1",
        service: String,
        time: Int64 = 1_440_938_160_000_000_000
    ) -> [(name: String, value: String)] {
        let signature = SignatureV4(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            sessionToken: token,
            region: region,
            service: service
        )
        return signature.fields(method: method, path: path, host: host, body: Array(body.utf8), time: time)
    }

    @Test(
        "the vectors that Amazon publishes",
        arguments: [
            ("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        ]
    )
    func published(method: String, expected: String) {
        let fields = authorization(method, "/", host: "example.amazonaws.com", region: "us-east-1", service: "service")
        #expect(fields.map(\.name) == ["x-amz-date", "authorization"])
        #expect(fields.first?.value == "20150830T123600Z")
        #expect(
            fields.last?.value
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, Signature=\(expected)"
        )
    }

    @Test(
        "requests to other services are signed as Amazon's own client signs them: escaped paths are escaped once more",
        arguments: [
            ("gr1abc", "DRAFT", nil, "8bc73d5192a8831a53ff0c045dad30efc063414b245f4933cd81d1efaa517d15"),
            (
                "arn:aws:bedrock:ap-northeast-1:123456789012:guardrail/gr1abc", "1", nil,
                "6c8648b14ec61d4c4056b0d0764e382d4f47a9cba5a829bfd9f2be66de4ae573"
            ),
            ("gr1abc", "DRAFT", "TOKEN", "c4c7e9247d36425623a180c57953ddba8867f1b19c7e40675b6ebfea3be023fb"),
        ] as [(String, String, String?, String)]
    )
    func bedrock(guardrail: String, version: String, token: String?, expected: String) {
        let fields = authorization(
            "POST",
            "/guardrail/\(SignatureV4.escapedSegment(guardrail))/version/\(version)/apply",
            host: "bedrock-runtime.ap-northeast-1.amazonaws.com",
            body: #"{"source":"INPUT","content":[{"text":{"text":"こんにちは"}}]}"#,
            token: token,
            service: "bedrock"
        )
        #expect(fields.last?.value.hasSuffix("Signature=\(expected)") == true, "\(fields)")
    }

    @Test(
        "requests to an object store are signed as Amazon's own client signs them",
        arguments: [
            (nil, "ec2ad6fb614cb627f3f53d480f6dce60d368b269f3429985750613311dde9f23"),
            ("TOKEN", "0ea948754e2a6c95b512da5581268362a7e029e46af7d033ee27db0b5546750d"),
        ] as [(String?, String)]
    )
    func objects(token: String?, expected: String) {
        let fields = authorization(
            "PUT",
            "/logs/" + SignatureV4.escapedPath("kanmon/本番 1/a-1.jsonl"),
            host: "s3.ap-northeast-1.amazonaws.com",
            body: "{\"a\":1}\n",
            token: token,
            service: "s3",
            time: 1_795_298_703_000_000_000
        )
        #expect(fields.last?.value.hasSuffix("Signature=\(expected)") == true, "\(fields)")
    }

    @Test("days at the ends of months and years are the calendar's")
    func days() {
        for (seconds, moment) in [
            (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
            (951_868_800, "20000301T000000Z"), (1_767_225_599, "20251231T235959Z"), (4_107_542_400, "21000301T000000Z"),
        ] as [(Int64, String)] {
            let fields = authorization("GET", "/", host: "h", service: "x", time: seconds * 1_000_000_000)
            #expect(fields.first?.value == moment)
        }
        // Before 1970 and at the type's ends nothing traps.
        #expect(authorization("GET", "/", host: "h", service: "x", time: .min).first?.value == "19700101T000000Z")
        #expect(authorization("GET", "/", host: "h", service: "x", time: .max).first?.value == "22620411T234716Z")
    }
}
