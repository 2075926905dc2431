"""Clicking and typing are one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.listening.queries import blocks
from diapason.listening.queries.blocks import Block
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.nodes import Node
from diapason.listening.queries.parser import parse, part
from diapason.listening.queries.tests.making import QUERIES
from diapason.listening.queries.writing import written


def posted(root: Block) -> dict[str, str]:
    """As a browser sends it."""
    fields: dict[str, str] = {}
    for path, each in blocks.walk(root):
        name = blocks.name_of(path)
        fields |= {f"{name}.kind": each.kind, **{f"{name}.{key}": value for key, value in each.values.items()}}
    return fields


def kinds(root: Block) -> list[object]:
    return [root.kind, *(kinds(each) for each in root.parts)] if root.kind in blocks.GROUPS else [root.kind]


@given(QUERIES)
def test_a_query_that_goes_through_the_blocks_is_the_same_query(text):
    tree = parse(text)
    shown = blocks.blocks(tree)
    assert blocks.tree(shown) == tree
    assert blocks.read(posted(shown)) == shown
    assert parse(blocks.text_of(shown)) == tree


def clicked(root: Block) -> tuple[Node | None, QueryError | None]:
    try:
        return blocks.tree(root), None
    except QueryError as error:
        return None, error


def of_every_kind() -> st.SearchStrategy[Block]:
    texts = st.text(st.sampled_from("ab1éÉ’'\"«»()-*?#@:/ANDORT <>=😡,\n"), max_size=12)
    leaf = st.builds(
        Block,
        st.sampled_from(blocks.LEAVES),
        values=st.fixed_dictionaries(
            {},
            optional={
                **dict.fromkeys(("text", "left", "right", "value"), texts),
                "name": st.sampled_from(["lang", "followers", "site", "nonsense"]),
                "operator": st.sampled_from([":", ">", "nonsense"]),
                "distance": st.sampled_from(["", "3", "0", "1000", "x"]),
                "ordered": st.just("1"),
            },
        ),
    )
    group = st.sampled_from(blocks.GROUPS)
    return st.builds(
        Block, group, st.lists(st.recursive(leaf, lambda inner: st.builds(Block, group, st.lists(inner, max_size=4))), max_size=4)
    )


@settings(max_examples=300)
@given(of_every_kind())
def test_whatever_is_clicked_together_is_a_query_that_is_read_as_it_was_meant_or_an_error_with_its_cure(root):
    tree, error = clicked(root)
    if error is not None:
        assert error.message
        assert error.cure
        return
    if tree is None:
        assert blocks.text_of(root) == ""
        return
    assert part(written(tree)) == tree
    assert blocks.tree(blocks.blocks(tree)) == tree


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lampe", ["all", ["word"]]),
        ("lampe AND bleu*", ["all", ["word"], ["word"]]),
        ('lampe OR "maison lumen" OR #soldes OR @lumen', ["any", ["word"], ["phrase"], ["tag"], ["account"]]),
        ("lampe NOT (torche OR poche)", ["all", ["word"], ["none", ["word"], ["word"]]]),
        ("lampe -torche -poche", ["all", ["word"], ["none", ["word"]], ["none", ["word"]]]),
        ("lampe lang:(fr OR en) raw:Orange title:soldes", ["all", ["word"], ["any", ["field"], ["field"]], ["raw"], ["title"]]),
        ("(lampe OR lampadaire) NEAR/3 bleu", ["all", ["near"]]),
        ("(lampe NEAR/3 bleu) NEAR/5 prix", ["all", ["text"]]),
        ("title:(lampe AND bleu)", ["all", ["text"]]),
    ],
)
def test_each_thing_has_its_own_controls_and_the_rest_is_text(text, shown):
    root = blocks.blocks(parse(text))
    assert kinds(root) == shown
    assert blocks.tree(root) == parse(text)


def test_a_very_large_or_very_deep_query_is_shown_in_few_blocks_and_loses_nothing():
    long = " OR ".join(f"mot{number}" for number in range(500)) + ' OR "deux mots"'
    deep = "x1"
    for level in range(20):
        deep = f"(y{level} {'AND' if level % 2 else 'OR'} {deep})"
    for text in (f"lampe AND ({long})", deep, " AND ".join(f"(a{n} OR lang:fr)" for n in range(80))):
        root = blocks.blocks(parse(text))
        assert sum(1 for _ in blocks.walk(root)) <= blocks.MOST + 10
        assert blocks.tree(root) == parse(text)


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Block("word", values={"text": "OR"}), "or"),
        (Block("word", values={"text": "porte-monnaie bleu"}), '"porte monnaie bleu"'),
        (Block("tag", values={"text": "#Soldes"}), "#soldes"),
        (Block("account", values={"text": "Lumen.fr"}), "@lumen.fr"),
        (Block("list", values={"text": "lampe, maison lumen; livr*\n#soldes"}), 'lampe OR "maison lumen" OR livr* OR #soldes'),
        (Block("near", values={"left": "maison lumen", "right": "prix, tarif*"}), '"maison lumen" NEAR/5 (prix OR tarif*)'),
        (Block("field", values={"name": "followers", "operator": ">", "value": "1 000"}), "followers:>1000"),
        (Block("field", values={"name": "lang", "operator": ">", "value": "FR"}), 'lang:"fr"'),
        (Block("text", values={"text": "NOT lampe"}), "NOT lampe"),
        (Block("word"), ""),
    ],
)
def test_what_is_typed_in_a_control_means_what_it_says(block, text):
    assert blocks.text_of(Block("all", [block])) == text


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Block("word", values={"text": "a*"}), "nearly everything"),
        (Block("field", values={"name": "lang", "value": "français"}), "no such value"),
        (Block("field", values={"name": "xyz", "value": "a"}), "no field"),
        (Block("near", values={"left": "a1", "right": "b1", "distance": "500"}), "from 1 to 100"),
        (Block("text", values={"text": "(a1"}), "not closed"),
    ],
)
def test_what_cannot_be_says_why(block, said):
    with pytest.raises(QueryError, match=said):
        blocks.text_of(Block("all", [block]))


def test_blocks_are_added_and_taken_away():
    root = blocks.blocks(parse("lampe"))
    assert blocks.act(root, "add:b:none") == (1, 0)
    assert blocks.act(root, "add:b-1:phrase") == (1, 1)
    root.parts[1].parts[0].values["text"] = "torche"
    assert blocks.text_of(root) == "lampe AND NOT torche"
    assert blocks.act(root, "remove:b-1") == ()
    assert blocks.text_of(root) == "lampe"
    assert blocks.act(root, "add:" + "b" + "-1" * 50 + ":word") is None
    for odd in ("", "add:b-9:word", "add:b-0:word", "add:b:nonsense", "remove:b", "nonsense"):
        blocks.act(root, odd)
    assert blocks.text_of(root) == "lampe"


def test_a_form_that_somebody_made_up_is_read_within_bounds():
    odd = {f"b-{n}-{m}.kind": "nonsense" for n in range(60) for m in range(60)} | {"b.kind": "word", "b-999.text": "x", "bb.kind": "all"}
    root = blocks.read(odd | {f"b{'-1' * 30}.kind": "all"})
    assert root.kind == "all"
    assert blocks.read({}).kind == "all"
