"""What each service takes and answers, as its documentation says."""

import dataclasses
from typing import Callable, Optional


@dataclasses.dataclass
class Shape:
    """`texts` takes the texts out of a body, `answer` makes an answer from what was found in each of them."""

    path: str
    schema: dict
    texts: Callable
    answer: Callable
    token_field: str = "authorization"
    rule: Optional[Callable] = None


def record(required, **optional):
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def many(items, least=1, most=None):
    """A list."""
    bound = {} if most is None else {"maxItems": most}
    return {"type": "array", "items": items, "minItems": least, **bound}


def text(most=None, least=1):
    """A string of so many code points."""
    bound = {} if most is None else {"maxLength": most}
    return {"type": "string", "minLength": least, **bound}


NAME = text()
FLAG = {"type": "boolean"}
NUMBER = {"type": "number"}
ROLES = {"enum": ["system", "user", "assistant", "tool", "developer"]}
MESSAGE = record({"role": ROLES, "content": text(least=0)})


def presidio(service, request, body, texts, found):
    lists = [
        [
            {"entity_type": name, "start": start, "end": end, "score": 0.85, "analysis_explanation": None}
            for start, end, name in one
        ]
        for one in found
    ]
    return lists if isinstance(body["text"], list) else lists[0]


OPENAI_CATEGORIES = ["harassment", "hate", "illicit", "self-harm", "sexual", "violence", "violence/graphic"]


def openai_moderation(service, request, body, texts, found):
    def result(one):
        names = {name for _, _, name in one}
        return {
            "flagged": bool(names),
            "categories": {name: name in names for name in OPENAI_CATEGORIES},
            "category_scores": {name: 0.97 if name in names else 0.0001 for name in OPENAI_CATEGORIES},
            "category_applied_input_types": {name: ["text"] for name in OPENAI_CATEGORIES},
        }

    return {"id": "modr-1", "model": body["model"], "results": [result(one) for one in found]}


AZURE_CATEGORIES = ["Hate", "SelfHarm", "Sexual", "Violence"]


def azure_content_safety(service, request, body, texts, found):
    names = {name for _, _, name in found[0]}
    return {
        "blocklistsMatch": [],
        "categoriesAnalysis": [
            {"category": name, "severity": 6 if name in names else 0} for name in body.get("categories", AZURE_CATEGORIES)
        ],
    }


def azure_prompt_shields(service, request, body, texts, found):
    count = len(body["documents"])
    return {
        "userPromptAnalysis": {"attackDetected": bool(body["userPrompt"]) and bool(found[0])},
        "documentsAnalysis": [{"attackDetected": bool(one)} for one in found[len(found) - count:]],
    }


def azure_pii(service, request, body, texts, found):
    documents = [
        {
            "redactedText": service.edited(one, spans),
            "id": document["id"],
            "entities": [
                {
                    "text": one[start:end], "category": name, "type": name, "offset": start, "length": end - start,
                    "confidenceScore": 0.9, "tags": [{"name": name, "confidenceScore": 0.9}],
                }
                for start, end, name in spans
            ],
            "warnings": [],
        }
        for document, one, spans in zip(body["analysisInput"]["documents"], texts, found)
    ]
    return {
        "kind": "PiiEntityRecognitionResults",
        "results": {"documents": documents, "errors": [], "modelVersion": "2023-09-01"},
    }


def bedrock(service, request, body, texts, found):
    action = "ANONYMIZED" if service.edits else "BLOCKED"
    entities = [
        {"match": one[start:end], "type": name, "action": action, "detected": True}
        for one, spans in zip(texts, found)
        for start, end, name in spans
    ]
    units = {
        f"{name}Units": 1
        for name in (
            "topicPolicy", "contentPolicy", "wordPolicy", "sensitiveInformationPolicy", "sensitiveInformationPolicyFree",
            "contextualGroundingPolicy",
        )
    }
    answer = {"usage": units, "action": "NONE", "outputs": [], "assessments": [{}]}
    if entities:
        outputs = [service.edited(one, spans) for one, spans in zip(texts, found)] if service.edits else ["Sorry."]
        answer["action"] = "GUARDRAIL_INTERVENED"
        answer["outputs"] = [{"text": one} for one in outputs]
        answer["assessments"] = [{"sensitiveInformationPolicy": {"piiEntities": entities, "regexes": []}}]
    return answer


def model_armor(service, request, body, texts, found):
    def state(is_match):
        return {
            "executionState": "EXECUTION_SUCCESS",
            "matchState": "MATCH_FOUND" if is_match else "NO_MATCH_FOUND",
        }

    attacks = [span for span in found[0] if span[2] == "pi_and_jailbreak"]
    data = [span for span in found[0] if span[2] != "pi_and_jailbreak"]
    inspection = state(data)
    if data:
        inspection["findings"] = [
            {
                "infoType": name, "likelihood": "LIKELY",
                "location": {
                    "byteRange": {
                        "start": str(len(texts[0][:start].encode())), "end": str(len(texts[0][:end].encode())),
                    },
                    "codepointRange": {"start": str(start), "end": str(end)},
                },
            }
            for start, end, name in data
        ]
    return {
        "sanitizationResult": {
            "filterMatchState": "MATCH_FOUND" if found[0] else "NO_MATCH_FOUND",
            "filterResults": {
                "csam": {"csamFilterFilterResult": state(False)},
                "malicious_uris": {"maliciousUriFilterResult": state(False)},
                "rai": {"raiFilterResult": {**state(False), "raiFilterTypeResults": {"dangerous": state(False)}}},
                "pi_and_jailbreak": {"piAndJailbreakFilterResult": state(attacks)},
                "sdp": {"sdpFilterResult": {"inspectResult": inspection}},
            },
            "sanitizationMetadata": {},
            "invocationResult": "SUCCESS",
        }
    }


def lakera(service, request, body, texts, found):
    if body["messages"][-1]["role"] == "system":
        found = [[]]  # What it trusts it does not screen.
    names = {name for _, _, name in found[0]}
    return {
        "flagged": bool(names),
        "breakdown": [
            {
                "project_id": "project-1", "policy_id": "policy-1", "detector_id": f"detector-{name}",
                "detector_type": name, "detected": name in names,
                "result": "l1_confident" if name in names else "no_level",
                "message_id": 0 if name in names else None,
            }
            for name in sorted(names | {"prompt_attack", "unknown_links"})
        ],
        "payload": [
            {
                "start": start, "end": end, "text": texts[0][start:end], "detector_type": name, "labels": [],
                "message_id": 0,
            }
            for start, end, name in found[0]
            if name.startswith("pii/")
        ],
        "metadata": {"request_uuid": "u-1"},
    }


def llamaguard(service, request, body, texts, found):
    names = ",".join(sorted({name for _, _, name in found[-1]}))
    content = f"\n\nunsafe\n{names}" if names else "\n\nsafe"
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": body["model"],
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 200, "completion_tokens": 4, "total_tokens": 204},
    }


def nemo(service, request, body, texts, found):
    if request.path != "/v1/checks":
        # All rails run, those for questions over a question that stands in front of an answer too.
        rails = {
            f"self check {side}": {"status": "blocked" if one else "success"}
            for side, one in zip(["input", "output"], found)
        }
        status = "blocked" if any(found) else "success"
        return {"status": status, "rails_status": rails, "guardrails_data": None}
    if not found[-1]:
        return {"status": "passed", "content": texts[-1]}
    if service.edits:
        return {"status": "modified", "content": service.edited(texts[-1], found[-1])}
    return {"status": "blocked", "content": "I'm sorry, I can't respond to that.", "rail": "self check"}


def guardrails_ai(service, request, body, texts, found):
    passed = service.edits or not found[0]
    return {
        "callId": "1", "rawLlmOutput": texts[0], "validationPassed": passed, "reask": None, "error": None,
        "validatedOutput": service.edited(texts[0], found[0]) if passed else None,
        "validationSummaries": [
            {
                "validatorName": "Words", "validatorStatus": "fail", "propertyPath": "$", "failureReason": name,
                "errorSpans": [{"start": start, "end": end, "reason": name}],
            }
            for start, end, name in found[0]
        ],
    }


def generic(service, request, body, texts, found):
    if not any(found):
        return {"action": "NONE"}
    if not service.edits:
        return {"action": "BLOCKED", "blocked_reason": "a word that is not wanted"}
    return {
        "action": "GUARDRAIL_INTERVENED",
        "texts": [service.edited(one, spans) for one, spans in zip(texts, found)],
    }


def webhook(service, request, body, texts, found):
    findings = [
        {"text": number, "type": name, "start": start, "end": end}
        for number, spans in enumerate(found)
        for start, end, name in spans
    ]
    if service.edits and findings:
        return {
            "action": "mask", "findings": findings,
            "texts": [service.edited(one, spans) for one, spans in zip(texts, found)],
        }
    return {"action": "allow", "findings": findings}


def one_of_both(request, body):
    """Prompt Shields looks at something: a prompt or documents of 10,000 characters together."""
    if not body["userPrompt"] and not body["documents"]:
        return "neither a prompt nor a document"
    return "documents are too long" if sum(map(len, body["documents"])) > 10_000 else None


def own_side(request, body):
    """A template's two methods take different members."""
    wanted = "userPromptData" if request.path.endswith(":sanitizeUserPrompt") else "modelResponseData"
    return None if wanted in body and len({"userPromptData", "modelResponseData"} & set(body)) == 1 else f"no {wanted}"


def in_turns(request, body):
    """The template of Llama Guard takes a user's message first, and then roles in turns."""
    roles = [message["role"] for message in body["messages"]]
    return None if roles == ["user", "assistant"][: len(roles)] else f"roles {roles}"


def rails_of_server(request, body):
    """Only the server of the open library lets callers choose the kinds of rails, since its version 0.24."""
    is_server = request.path == "/v1/checks"
    return None if is_server or "rail_types" not in body["guardrails"] else "rail_types"


SHAPES = {
    "presidio": Shape(
        path="/analyze",
        schema=record(
            {"text": {"anyOf": [text(), many(text())]}, "language": NAME},
            correlation_id=NAME,
            entities=many(NAME),
            score_threshold=NUMBER,
        ),
        texts=lambda body: body["text"] if isinstance(body["text"], list) else [body["text"]],
        answer=presidio,
    ),
    "openai-moderation": Shape(
        path="/v1/moderations",
        schema=record({"model": NAME, "input": many(text())}),
        texts=lambda body: body["input"],
        answer=openai_moderation,
    ),
    "azure-content-safety": Shape(
        path=r"/contentsafety/text:analyze\?api-version=2024-09-01",
        schema=record(
            {"text": text(10_000)},
            categories=many({"enum": AZURE_CATEGORIES}),
            outputType={"enum": ["FourSeverityLevels", "EightSeverityLevels"]},
            blocklistNames=many(NAME),
            haltOnBlocklistHit=FLAG,
        ),
        texts=lambda body: [body["text"]],
        answer=azure_content_safety,
        token_field="ocp-apim-subscription-key",
    ),
    "azure-prompt-shields": Shape(
        path=r"/contentsafety/text:shieldPrompt\?api-version=2024-09-01",
        schema=record({"userPrompt": text(10_000, least=0), "documents": many(text(10_000), least=0, most=5)}),
        texts=lambda body: ([body["userPrompt"]] if body["userPrompt"] else []) + body["documents"],
        answer=azure_prompt_shields,
        token_field="ocp-apim-subscription-key",
        rule=one_of_both,
    ),
    "azure-pii": Shape(
        path=r"/language/:analyze-text\?api-version=2023-04-01",
        schema=record(
            {
                "kind": {"const": "PiiEntityRecognition"},
                "parameters": record(
                    {"stringIndexType": {"const": "UnicodeCodePoint"}},
                    modelVersion=NAME,
                    domain={"enum": ["none", "phi"]},
                    piiCategories=many(NAME),
                ),
                "analysisInput": record(
                    {"documents": many(record({"id": NAME, "language": NAME, "text": text(5120)}), most=5)}
                ),
            }
        ),
        texts=lambda body: [document["text"] for document in body["analysisInput"]["documents"]],
        answer=azure_pii,
        token_field="ocp-apim-subscription-key",
    ),
    "bedrock": Shape(
        path=r"/guardrail/[A-Za-z0-9%.-]+/version/(DRAFT|[1-9]\d{0,7})/apply",
        schema=record(
            {
                "source": {"enum": ["INPUT", "OUTPUT"]},
                "content": many(record({"text": record({"text": text(25_000)}, qualifiers=many(NAME))})),
            },
            outputScope={"enum": ["INTERVENTIONS", "FULL"]},
        ),
        texts=lambda body: [block["text"]["text"] for block in body["content"]],
        answer=bedrock,
    ),
    "model-armor": Shape(
        path=r"/v1/projects/[^/]+/locations/[^/]+/templates/[^/:]+:sanitize(UserPrompt|ModelResponse)",
        schema=record(
            {},
            userPromptData=record({"text": text()}),
            modelResponseData=record({"text": text()}),
            userPrompt=text(),
            multiLanguageDetectionMetadata=record({}, enableMultiLanguageDetection=FLAG, sourceLanguage=NAME),
        ),
        texts=lambda body: [(body.get("userPromptData") or body["modelResponseData"])["text"]],
        answer=model_armor,
        rule=own_side,
    ),
    "lakera": Shape(
        path="/v2/guard",
        schema=record(
            {"messages": many(MESSAGE)},
            project_id=NAME,
            payload=FLAG,
            breakdown=FLAG,
            metadata={"type": "object"},
            dev_info=FLAG,
        ),
        texts=lambda body: [body["messages"][-1]["content"]],
        answer=lakera,
    ),
    "llamaguard": Shape(
        path="/v1/chat/completions",
        schema=record(
            {"model": NAME, "messages": many(MESSAGE, most=2)},
            temperature=NUMBER,
            max_tokens={"type": "integer"},
            stream={"const": False},
        ),
        texts=lambda body: [message["content"] for message in body["messages"]],
        answer=llamaguard,
        rule=in_turns,
    ),
    "nemo": Shape(
        path="/v1/(checks|guardrail/checks)|/apis/guardrails/v2/workspaces/[^/]+/checks",
        schema=record(
            {
                "model": NAME,
                "messages": many(MESSAGE),
                "guardrails": record(
                    {"config_id": NAME}, rail_types=many({"enum": ["input", "output"]})
                ),
            }
        ),
        texts=lambda body: [message["content"] for message in body["messages"]],
        answer=nemo,
        rule=rails_of_server,
    ),
    "guardrails-ai": Shape(
        path=r"/guards/[^/]+/validate",
        # Servers since version 0.4, and earlier ones.
        schema={
            "anyOf": [
                record({"llm_output": text()}, num_reasks={"type": "integer"}, prompt_params={"type": "object"}),
                record({"llmOutput": text()}, numReasks={"type": "integer"}, promptParams={"type": "object"}),
            ]
        },
        texts=lambda body: [body.get("llm_output") or body["llmOutput"]],
        answer=guardrails_ai,
    ),
    "generic": Shape(
        path="/beta/litellm_basic_guardrail_api",
        schema=record(
            {
                "texts": many(text()),
                "request_data": record(
                    {},
                    user_api_key_hash=NAME,
                    user_api_key_alias=NAME,
                    user_api_key_user_id=NAME,
                    user_api_key_team_id=NAME,
                ),
                "input_type": {"enum": ["request", "response"]},
                "additional_provider_specific_params": {"type": "object"},
            },
            structured_messages=many(MESSAGE),
            litellm_call_id=NAME,
            litellm_trace_id=NAME,
        ),
        texts=lambda body: body["texts"],
        answer=generic,
    ),
    "webhook": Shape(
        path="/.*",
        schema=record(
            {
                "stage": {"enum": ["input", "output"]},
                "texts": many(
                    record(
                        {
                            "text": text(),
                            "origin": {"enum": ["system", "user", "assistant", "tool", "document"]},
                            "role": ROLES,
                        }
                    )
                ),
                "model": NAME,
                "request_id": NAME,
            },
            key=NAME,
            team=NAME,
            user=NAME,
        ),
        texts=lambda body: [one["text"] for one in body["texts"]],
        answer=webhook,
    ),
}
