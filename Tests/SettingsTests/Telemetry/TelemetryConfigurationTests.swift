import Settings
import Testing

@Suite("The configuration of telemetry")
struct TelemetryConfigurationTests {
    private static func load(_ telemetry: String, _ more: String = "") throws -> TelemetryConfiguration {
        try Harness(environment: ["SECRET": "s3cr3t"]).load(Harness.document("\(more)\ntelemetry: \(telemetry)"))
            .telemetry
    }

    @Test("says what it says where the document is silent")
    func defaults() throws {
        #expect(try Harness().load(Harness.document()).telemetry == TelemetryConfiguration())
        #expect(try Self.load("{}") == TelemetryConfiguration())
        #expect(try Self.load("{log: {}}").log == LogConfiguration(sinks: [.standardError(.auto)]))
    }

    @Test("has every field")
    func everyField() throws {
        let telemetry = try Self.load(
            """
            {log: {level: info, levels: {store: debug, access: error}, format: json, access: true,
              prompts: {teams: [dev], characters: 50}, sinks: [{type: stdout}, {type: stderr, format: human},
              {type: file, path: a.log, max_size: 1MiB, max_age: 1d, keep: 3, compress: false}, {type: file, path: b.log, format: human},
              {type: http, url: "https://h/in", headers: {Authorization: "Bearer ${SECRET}"}, interval: 2s},
              {type: s3, bucket: logs, access_key_id: id, secret_access_key: "${SECRET}", endpoint: "http://h:9000"}]},
             traces: {endpoint: "http://127.0.0.1:4318", sample: 1%, headers: {X-A: b}, service_name: gate}}
            """,
            "teams: {dev: {}}"
        )
        #expect(telemetry.log.level == .info && telemetry.log.levels == [.store: .debug, .access: .error])
        #expect(telemetry.log.access && telemetry.log.promptTeams == ["dev"] && telemetry.log.promptCharacters == 50)
        #expect(telemetry.log.sinks.count == 6)
        #expect(Array(telemetry.log.sinks.prefix(2)) == [.standardOutput(.json), .standardError(.human)])
        guard case .file(let file) = telemetry.log.sinks[2], case .file(let other) = telemetry.log.sinks[3],
            case .http(let http) = telemetry.log.sinks[4], case .s3(let object) = telemetry.log.sinks[5]
        else {
            Issue.record("\(telemetry.log.sinks)")
            return
        }
        #expect(file.maximumBytes == 1 << 20 && file.maximumAge == .seconds(86_400) && file.keep == 3)
        #expect(!file.compresses && other.compresses)
        #expect(file.layout == .json && other.layout == .human && other.keep == 7)
        #expect(http.headers == [HeaderField(name: "authorization", value: Secret("Bearer s3cr3t"))])
        #expect(http.interval == .seconds(2) && object.interval == .seconds(60))
        #expect(
            object.secretAccessKey == Secret("s3cr3t") && object.region == "us-east-1" && object.prefix == "kanmon/"
        )
        #expect(
            telemetry.traces
                == TraceConfiguration(
                    endpoint: BaseURL(scheme: .http, host: "127.0.0.1", port: 4318),
                    sample: 0.01,
                    headers: [HeaderField(name: "x-a", value: Secret("b"))],
                    serviceName: "gate"
                )
        )
        #expect(!"\(telemetry)".contains("s3cr3t"))
    }

    private static func mistake(
        _ telemetry: String,
        _ code: ConfigurationProblem.Code,
        _ path: String,
        _ words: String
    ) -> (String, ConfigurationProblem.Code, String, String) { (telemetry, code, path, words) }

    @Test(
        "refuses what makes no sense",
        arguments: [
            mistake(
                "{log: {levels: {stor: debug}}}",
                .invalidValue,
                "telemetry.log.levels.stor",
                "did you mean \"store\""
            ),
            mistake("{log: {level: loud}}", .invalidValue, "telemetry.log.level", "allowed: trace"),
            mistake("{log: {sinks: []}}", .invalidValue, "telemetry.log.sinks", "at least 1"),
            mistake("{log: {sinks: [{type: file}]}}", .missingField, "telemetry.log.sinks[0].path", "required"),
            mistake("{log: {sinks: [{type: stdout, path: a}]}}", .conflict, "telemetry.log.sinks[0].path", "no effect"),
            mistake("{log: {sinks: [{type: file, path: a/}]}}", .invalidValue, "telemetry.log.sinks[0].path", "folder"),
            mistake(
                "{log: {prompts: {teams: [nobody]}}}",
                .unknownTeam,
                "telemetry.log.prompts.teams[0]",
                "no such team"
            ),
            mistake("{traces: {sample: 0.5}}", .missingField, "telemetry.traces.endpoint", "required"),
            mistake("{traces: {endpoint: \"ftp://h\"}}", .invalidValue, "telemetry.traces.endpoint", "http or https"),
            mistake(
                "{metrics: {require_token: true}}",
                .conflict,
                "telemetry.metrics.require_token",
                "a token is required"
            ),
            mistake("{metrics: {token: short}}", .invalidValue, "telemetry.metrics.token", "16"),
        ]
    )
    func mistakes(telemetry: String, code: ConfigurationProblem.Code, path: String, words: String) {
        let problems = Harness().problems(Harness.document("telemetry: \(telemetry)"))
        #expect(problems.map(\.code) == [code] && problems.map(\.path) == [path], "\(problems)")
        #expect(problems.first?.message.contains(words) == true, "\(problems)")
    }
}
