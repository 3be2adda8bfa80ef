import Governance
import Testing

@Suite struct ParameterBoundsTests {
    private static let bounds = ParameterBounds(
        maxTokens: 100,
        minTemperature: 0.2,
        maxTemperature: 1,
        maxChoices: 2,
        allowsTools: false,
        allowsStreams: false
    )

    @Test(arguments: [
        (RequestParameters(maxTokens: 101), RequestParameter.maxTokens),
        (RequestParameters(temperature: 0.1), .temperature),
        (RequestParameters(temperature: 1.01), .temperature), (RequestParameters(temperature: .nan), .temperature),
        (RequestParameters(temperature: .infinity), .temperature), (RequestParameters(choices: 3), .choices),
        (RequestParameters(hasTools: true), .tools), (RequestParameters(isStream: true), .stream),
        (RequestParameters(maxTokens: .max), .maxTokens),
    ])
    func refuseWhatIsOutOfThem(asked: RequestParameters, parameter: RequestParameter) {
        #expect { try Self.bounds.check(asked) } throws: { ($0 as? ParameterRefusal)?.parameter == parameter }
    }

    @Test func letEverythingElseThroughAsItIs() throws {
        let asked = RequestParameters(maxTokens: 100, temperature: 0.2, choices: 2)
        #expect(try Self.bounds.check(asked) == asked)
        let other = RequestParameters(maxTokens: 1, temperature: 1, choices: 1)
        #expect(try Self.bounds.check(other) == other)
    }

    @Test(arguments: ParameterBounds.Action.allCases)
    func fillInALimitWhereNoneIsAsked(action: ParameterBounds.Action) throws {
        let bounds = ParameterBounds(maxTokens: 100, action: action)
        #expect(try bounds.check(RequestParameters()).maxTokens == 100)
    }

    @Test func clampNumbersButNeverToolsAndStreams() throws {
        var bounds = Self.bounds
        bounds.action = .clamp
        let high = try bounds.check(RequestParameters(maxTokens: 101, temperature: 2, choices: 9))
        #expect(high == RequestParameters(maxTokens: 100, temperature: 1, choices: 2))
        #expect(try bounds.check(RequestParameters(temperature: 0)).temperature == 0.2)
        #expect(throws: ParameterRefusal.self) { try bounds.check(RequestParameters(hasTools: true)) }
        #expect(throws: ParameterRefusal.self) { try bounds.check(RequestParameters(isStream: true)) }
    }

    @Test func clampNotANumberIntoTheRange() throws {
        let bounds = ParameterBounds(maxTemperature: 1, action: .clamp)
        #expect(try bounds.check(RequestParameters(temperature: .nan)).temperature == 1)
    }

    @Test func withoutArgumentsLetEverythingThrough() throws {
        let asked = RequestParameters(maxTokens: .max, temperature: 99, choices: 99, hasTools: true, isStream: true)
        #expect(try ParameterBounds().check(asked) == asked)
        #expect(ParameterBounds().isEmpty)
        #expect(ParameterBounds(action: .clamp).isEmpty)
        #expect(!ParameterBounds(allowsTools: false).isEmpty)
    }

    @Test func everySpellingOfALimitIsKnown() {
        #expect(RequestParameter.maxTokens.spellings(on: .openAIChat) == [["max_completion_tokens"], ["max_tokens"]])
        #expect(RequestParameter.maxTokens.spellings(on: .openAIResponses) == [["max_output_tokens"]])
        #expect(RequestParameter.maxTokens.spellings(on: .anthropicMessages) == [["max_tokens"]])
        #expect(
            RequestParameter.maxTokens.spellings(on: .gemini).contains(["generationConfig", "maxOutputTokens"])
                && RequestParameter.maxTokens.spellings(on: .gemini).contains([
                    "generation_config", "max_output_tokens",
                ])
        )
        #expect(RequestParameter.stream.spellings(on: .gemini).isEmpty)
    }
}
