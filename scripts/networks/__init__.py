"""The networks that siamrt runs, written as PyTorch modules, and the way from a checkpoint to an archive.

What each file offers:

    layers       pieces that several families share: chains, correlations, the box grid
    siamfcpp/    SiamFC++ with its five backbones
    ocean/       Ocean, base form
    nanotrack/   NanoTrack v1, v2, v3
    light        the network of the built-in model
    foreign      any TorchScript network with a template and a track method
    build        from an experiment's `network` section to a module
    experiments  the YAML files under experiments/, read strictly
    checkpoint   snapshots of the original projects -> names and tensors
    archive      network + description -> one TorchScript file
    command      the command line of scripts/export
    errors       one exception, with a kind that decides the exit code

Every network has the same three methods (docs/archive.md): `embed`, `locate`, `stages`.  Parameter names are
those of the original projects' state dicts.  Tensors are N, channel, row, column; boxes are x1, y1, x2, y2 in
pixels of the search crop.
"""
