import Alerting
import Routing
import Upstream

/// What all requests share, whichever configuration they began with.
final class Services: Sendable {
    /// The connections to the providers.
    let client: UpstreamClient
    /// Whether the gateway takes requests.
    let readiness: Readiness
    /// Which configuration is in use, and how reloading went.
    let reloads: ReloadStatus
    /// How many retries there may be.
    let budget: RetryBudget
    /// Whether new requests are refused because the process has enough.
    let overload: OverloadGuard
    /// How many copies are under way to mirrors.
    let mirrors: MirrorCount
    /// Who is told of every call that is over; `nil` for nobody.
    let observer: (any CallObserver)?
    /// Counts calls for alerts; `nil` where nobody watches.
    let calls: CallCounter?
    /// Tells of requests that are refused before they become calls; `nil` where nobody is to be told.
    let refusals: RefusalDesk?
    /// What limits and budgets have counted, and the ledger.
    let governor: Governor
    /// The stored answers.
    let cache: AnswerCache
    /// What is remembered of prompts for providers' own caches.
    let prompts: PromptCacheMemory
    /// Who embeds questions with the help of a provider.
    let embedders: QuestionEmbedders
    /// What has been counted.
    let metrics: MetricsDesk
    /// Who answers on the paths of the control plane; `nil` where there is none here.
    let control: (any ControlHandler)?

    init(
        client: UpstreamClient,
        readiness: Readiness,
        reloads: ReloadStatus,
        budget: RetryBudget,
        overload: OverloadGuard,
        mirrors: MirrorCount,
        observer: (any CallObserver)?,
        calls: CallCounter?,
        refusals: RefusalDesk?,
        governor: Governor,
        cache: AnswerCache,
        prompts: PromptCacheMemory,
        embedders: QuestionEmbedders,
        metrics: MetricsDesk,
        control: (any ControlHandler)?
    ) {
        self.client = client
        self.readiness = readiness
        self.reloads = reloads
        self.budget = budget
        self.overload = overload
        self.mirrors = mirrors
        self.observer = observer
        self.calls = calls
        self.refusals = refusals
        self.governor = governor
        self.cache = cache
        self.prompts = prompts
        self.embedders = embedders
        self.metrics = metrics
        self.control = control
    }
}
