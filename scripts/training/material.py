"""From a configuration to what a run needs besides its network: crops, teachers, precision."""
import copy


def crops_of(config: dict):
    """The configuration's crops, with the part tracks if it names some."""
    from . import parts
    from .build import expand
    from .store import open_store

    data = config["data"]
    store = open_store(expand(data["crops"]), data["exclude"], expand(data["cache"]) if data["cache"] else None)
    return parts.join(store, parts.read(expand(data["parts"]))) if data["parts"] else store


def teachers_of(config: dict) -> list:
    """The teachers, if distillation asks for any."""
    if not any(config["distil"][k] for k in ("score", "box", "features")):
        return []
    from . import build
    from .adapters import adapt
    from .teacher import Teacher

    found = [(build.find(t["experiment"]), build.expand(t["snapshot"])) for t in config["teachers"]]
    return [Teacher(adapt(build.trained(experiment, path), experiment.network["kind"])) for experiment, path in found]


def settle_precision(trainer, config: dict, pairs) -> None:
    """Replaces `auto` by what was measured. The weights and figures of norms are put back after the timing."""
    from . import build
    from .batches import batches

    if config["precision"] != "auto":
        return
    kept = copy.deepcopy(trainer.network.state_dict())
    batch = next(iter(batches(pairs, 0, 0, 1, config["batch"], 0)))
    config["precision"] = build.choose_precision(trainer, batch)
    trainer.network.load_state_dict(kept)
