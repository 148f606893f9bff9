"""Words of every paper about machine learning: they never tell one theme from another."""

from __future__ import annotations

from analysis.words import fold


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


_NEVER = _folded(
    """
    ability able absolute abstract academic account accuracy accurate accurately achieve achieved achieving
    across active actual adaptable add addition additional additionally address addressed addressing adopt
    advance advanced advancement advantage affect aim aimed aiming al algorithm allow allowing allows almost
    alone alternative amount analyse analysis analyze analyzing answer apart appear application applied apply
    applying approach appropriate approximately arbitrary area aspect assess assessing associated assume
    assumption attempt attribute author available average avoid balance base based baseline basic basis
    behavior behaviour benchmark beneficial benefit best better big bring broad broader build building built
    call called capability capable capture captured capturing carefully case cause central certain challenge
    challenging change characteristic choice choose class clear clearly close closely code codebase collect
    collected collection combination combine combined combining come common commonly community compare
    compared comparing comparison competing competitive complete complex complexity component comprehensive
    compute computation computational computationally computing concept concern conclude condition conduct
    conducted configuration confirm connection consequently consider considerable considering consist
    consistent consistently consisting constitute constraint construct contain containing content context
    contribute contribution conventional core correct corresponding cost could create creating critical
    crucial current currently data dataset datum deal decade decrease deep deeper define defined degree
    deliver demand demonstrate demonstrated demonstrating depend dependent deploy deployed deployment derive
    derived describe described description design designed designing desired despite detail detailed determine
    develop developed developing development differ difference different difficult difficulty direct direction
    directly discover discuss discussion distinct diverse diversity domain drawback due easily easy effect
    effective effectively effectiveness efficacy efficiency efficient efficiently effort element eliminate
    emerge emerged emerging emphasis empirical empirically employ employed employing enable enabling encounter
    end enhance enhanced enhancement enhancing ensure entire environment equal equip especially essential
    essentially establish established estimate et etc evaluate evaluated evaluating evaluation even event
    eventually every evidence exact examine example exceed excel excellent exceptional exhibit exist existing
    expand expect expected expensive experiment experimental experimentally explain explicit explicitly
    exploit exploiting exploration explore exploring extend extended extending extensive extensively external
    extra extract extracted extracting face facet facilitate fact factor fail failure family far fashion fast
    faster favorable feasible feature field final finally find finding fine first fit five fix fixed
    flexibility flexible focus focused focusing follow following form formal formulate formulation foundation
    four framework free frequently full fully function functional fundamental fundamentally furthermore future
    gain gap general generality generally generate generated generating generation generative generic get
    github give given giving global go goal good great greater greatly ground group grow growing growth guide
    guided guiding handle hard help hence high high-level high-performance high-quality higher highlight
    highlighting highly hold hour however http https huge human hundred hypothesis idea ideal identical
    identify identifying illustrate impact implement implementation implication implicitly important
    importance importantly impressive improve improved improvement improving include including incorporate
    incorporating increase increased increasing increasingly independent independently indicate indicating
    individual inference influence inform information inherent inherently initial innovation innovative input
    insight inspect inspire inspired instance instead integral integrate integrated integrating integration
    intend interaction interest interestingly internal intrinsic introduce introduced introducing intuition
    intuitive investigate investigated investigating investigation involve involved involving issue iterative
    iteratively joint jointly keep key kind know knowledge known label lack lacking language large large-scale
    largely larger largest last lastly later latest latter lead leading learn learned learning learnable leave
    left length less level leverage leveraging lie lightweight like likely limit limitation limited limiting
    literature llm llms local long look loss low lower machine made main mainly maintain maintaining major
    majority make making manage manner many massive match maximum meaningful measure measurement mechanism
    meet mere merely method methodology metric might million billion minimal minimum ml mode model modeling
    modelling modern modest module moreover motivate motivated multiple mutual name named namely native
    natural naturally nature near nearly necessary need needed network neural nevertheless new newly nlp non
    notable notably note novel nowadays number numerous object objective observation observe observed obtain
    obtained obtaining occur offer offering often old one online open open-source operate operation
    opportunity optimal option order original outcome outperform outperformed outperforming output overall
    overcome overhead overlook page pair paper paradigm parameter part partial particular particularly past
    pattern people per perform performance performing period perspective phase phenomenon pipeline place
    plausible play point popular pose posit possible potential potentially power powerful practical
    practically practice precise precisely predict predicting prediction preliminary present presented
    presenting preserve preserving previous previously primarily primary principle principled prior problem
    procedure process processing produce produced producing product progress project promise promising proof
    propose proposed proposing proven provide provided providing public publicly publish purpose pursue put
    qualitative qualitatively quality quantitative quantitatively quantity question quick quickly raise random
    range rapid rapidly rate rather reach real real-time real-world realistic reality realize really reason
    recent recently recognize reduce reduced reducing reduction refer reference refine reflect regard
    regarding regardless regime region related relation relationship relative relatively release released
    relevant reliable reliably reliance rely relying remain remaining remarkable remarkably repeat replace
    report reported represent representation representing represented reproduce require required requirement
    requiring research researcher resource respect respective respectively respond response rest restrict
    result resulting retain return reveal revealing review rich right rigorous robust robustness role roughly
    rule run running sample scalability scalable scale scenario scheme science scientific scope score
    search second seek select selected selecting self semantic separate sequence series serve set setting
    setup several shape share shared shed shift short shortcoming show showcase showing shown side signal
    significance significant significantly similar similarity simple simpler simplicity simply simultaneously
    since single situation six size skill slight slightly slow small smaller solely solution solve solving
    sophisticated sota source space span specific specifically specified speed stage standard start state
    state-of-the-art step still straightforward strategy strength strong strongly structure structured study
    studied studying sub subject subsequent subsequently substantial substantially succeed success successful
    successfully suffer sufficient suggest suggesting suit suitable summary superior superiority support
    supporting surpass surpassing surprising surprisingly survey system systematic systematically tackle
    tackling tailor tailored take taken taking target task technical technique technology tend tendency term
    test tested testing text thereby therefore thorough thoroughly though thousand three threshold thus tie
    time together tool top topic total toward towards tradeoff trade-off traditional train trained training
    transform treat trend trivial true try turn two type typical typically ubiquitous ultimate ultimately
    unable uncover underlie underlying understand understanding undertake unexplored unified unify unifying
    unique universal unknown unlike unlock unprecedented use used useful user using usual usually utility
    utilize utilized utilizing valid validate validated validation valuable value variant variation variety
    various vary varying vast verify version versatile versatility via viable view vital way weak website well
    well-known whole wide widely wider widespread word work world worse yet yield yielding zero com www
    appendix url available video-llm paradigms post-hoc state-of-art plug-and-play end-to-end out-of-the-box
    accelerating behave conditioned conditioning confusion detect experience hallucinate hallucinated
    finetuned gained handling illuminate implying matter meaning mitigate mitigating plan poorly popularity
    revealed termed vs era specialized applicability devices disproportionately existence interpreting
    labeling occurring pretrain reasonably retention popularly appearance decoupled stimulus longer discrete
    adaptive devoted ie eg exhibiting emergent emergence intermediate fewer effectively hundreds tens dozen
    ten seven eight nine just quite maybe probably certainly surely likewise similarly conversely accordingly
    earlier soon today twice thrice away forth farther barely hardly scarcely exactly entirely partly
    partially completely totally wholly deeply weakly somewhat unfortunately fortunately obviously evidently
    apparently seemingly presumably supposedly normally rarely seldom occasionally constantly continually
    continuously gradually slowly suddenly immediately indirectly separately collectively individually
    mutually beneath shall doe did doing having say said saying tell told ask asked asking gave got going gone
    took saw seen seeing looked looking kept let thing stuff lot bit sort reader fourth bigger biggest smallest
    half quarter percent percentage twofold practitioner scientist week month year worst nice wrong turned
    started ended begin begun stopped costly reads writes guess pick dropped thrown spend spent merely simply
    """
)
_BETWEEN = _folded(
    """
    aber alle als auch auf aus bei beim bis da das dass den der des die dies diese dieser dieses doch du durch
    ein eine einem einen einer eines er für gegen haben hat hier ich ihr ihre ihren im ist ja kann kein keine
    können mehr mit nach nicht noch nur ob oder ohne sehr sein seine sich sie sind sowie über um und uns unser
    unsere unter viele vielen von vor war was wenn werden wie wir wird zu zum zur zwischen au aux avec ces
    cette chez ci comme dans de elle elles en entre est et été être il ils je la le les leur leurs lui mais
    même ne nos notre nous ont ou où par pas plus pour qu que quel quelle qui sa sans se ses son sont sous sur
    très tous tout un une vers vous al algunos ante como cómo con contra cual cuando del desde donde el ella
    ellas ellos esta estas este esto estos está están han hasta hay las lo los muy más nosotros nuestra
    nuestro para pero por porque según ser sin sobre su sus también todo todos una unas uno unos y ya agli
    alla anche che chi come cui dai dal dalla dalle dei della delle dello di dove e essere gli i in loro ma
    nei nel nella nelle non o ogni per perché più questa queste questi questo sia sono sua sue suo suoi sul
    sulla tra tutti à ao aos as até com dela dele do é ela ele eles essa esse eu foi isso já muito na nem no
    nós não pela pelo qual quando quem seu seus suas são só também te tem têm uma umas
    """
)
"""Words that stand between the others in German, French, Spanish, Italian and Portuguese."""
NOT_ALONE = _folded(
    """
    action adaptation adapter agent alignment architecture attack attention bias block camera cell channel
    classification compression control cue decoder decoding detection diffusion dimension distribution dynamic
    embedding encoder encoding entity error estimation expert expression extraction feedback flow frame fusion
    geometry gradient graph head image instruction label layer learner learning linear map mapping memory
    merging mixture modality motion multi neuron noise objective optimization parse path planning policy
    position preference program prompt pruning query ranking reasoning recognition reconstruction region
    regularization retrieval reward role routing sampling scene segmentation selection sentence sequence
    sparse spatial supervision symbol synthesis temporal theory token tokenization tokenizer transfer
    transformer tree tuning unit variable vector vision visual weight answering code context domain feature
    function generation generative inference information interaction knowledge learning logical mllm
    monitoring network neural object prediction question representation sample search semantic signal
    similarity skill space state structure structured system text time tool understanding activation backbone
    batch behavior benchmark character collaboration communication concept constraint corpus correction
    cross-modal cross-attention decomposition deep document dot-product edge end-to-end equation evolution
    exponential fidelity filter fine-tuning generalization high-resolution interface interpretability kernel
    key latent lexical likelihood matrix mask masked message multi-head multimodal multi-task non-linear norm
    norms optimizer order pixel pre-trained pre-training pretrained pretraining projection property quadratic
    random rank recall recurrent redundant residual resolution response rotation saliency scaling self-attention
    self-supervised series softmax static stream style subspace supervised symmetric synthetic throughput
    traditional trajectory unsupervised update user value view web window zero-shot few-shot downstream bert
    gpt roberta
    """
)
"""Folded words that say too little on their own; in a phrase such as ``attention sink`` they are welcome."""

BLAND = _folded(
    """
    neural network deep learning information knowledge pre-trained pretrained pre-training pretraining
    supervised downstream feature representation embedding space vector domain
    """
)
"""Folded words that say nothing even together: ``deep neural network``."""

FILLER = (_NEVER | _BETWEEN) - NOT_ALONE
"""Folded words that stand in no name and in no term list, nor inside a phrase."""
