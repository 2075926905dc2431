import json

import pytest

from diapason.editorial import checks, composing, editing
from diapason.media import renditions
from diapason.strategy.models import Campaign
from diapason.territory.models import Space


def content(post, network="agora"):
    variant = editing.reload(post).variants.get(network=network)
    variant = next(found for found in editing.reload(post).variants.all() if found.pk == variant.pk)
    return composing.content_for(variant, variant.spaces.all()[0], attach=renditions.foreseen)


def codes(post):
    return [finding.code for finding in checks.findings(editing.reload(post))]


def test_an_inherited_text_takes_the_link_and_the_hashtags_it_lacks(voice, post):
    editing.save(voice, post.pk, {"text": "Come #Winter", "link": "https://lumen.example/", "hashtags": "winter, #hours"})
    assert content(post).text == "Come #Winter\n\nhttps://lumen.example/\n\n#hours"


def test_an_own_text_is_sent_as_it_is(voice, post):
    editing.save(voice, post.pk, {"link": "https://lumen.example/", "hashtags": "x", "v.agora.own_text": "1", "v.agora.text": "Mine"})
    assert content(post).text == "Mine"


def test_a_network_with_tags_of_its_own_keeps_them_out_of_the_text(voice, post, gazette):
    editing.save(voice, post.pk, {"hashtags": "winter hours", "v.gazette.spaces": str(gazette.pk)})
    sent = content(post, "gazette")
    assert sent.tags == ("winter", "hours")
    assert "#" not in sent.text
    assert (sent.title, sent.options["slug"]) == ("Winter hours", "winter-hours")


def test_links_say_where_they_come_from(voice, post, brand):
    brand.utm, brand.website = {"enabled": True}, "https://lumen.example"
    brand.save()
    campaign = Campaign.objects.create(workspace=brand, name="Été 2027")
    editing.save(voice, post.pk, {"link": "https://lumen.example/stage", "campaign": str(campaign.pk)})
    assert f"?utm_source=agora&utm_medium=social&utm_campaign=ete-2027&utm_content=p{post.pk}" in content(post).text


def test_a_long_text_becomes_a_thread_where_it_is_wanted(voice, post):
    long = "A sentence of some words. " * 12
    editing.save(voice, post.pk, {"text": long})
    assert codes(post) == ["too_long"]
    editing.save(voice, post.pk, {"v.agora.thread": "1"})
    assert len(content(post).parts) > 2
    assert codes(post) == []
    editing.save(voice, post.pk, {"v.agora.numbering": "1"})
    assert content(post).parts[0].endswith(f"1/{len(content(post).parts)}")


def test_a_piece_that_no_part_can_hold_leaves_the_text_whole(voice, post):
    editing.save(voice, post.pk, {"text": "https://lumen.com/" + "x" * 200, "v.agora.thread": "1"})
    assert codes(post) == ["too_long"]


def test_short_links_are_counted_short(voice, post, brand):
    brand.website = "https://lumen.example"
    brand.save()
    editing.save(voice, post.pk, {"text": "https://lumen.example/" + "x" * 90})
    assert "too_long" in codes(post)
    brand.utm = {"short": True}
    brand.save()
    assert "too_long" not in codes(post)


def test_alternative_text_is_asked_for_until_somebody_says_that_there_is_none(voice, post, media_asset):
    editing.save(voice, post.pk, {"media": json.dumps([{"asset": media_asset.pk}])})
    assert codes(post) == ["alt_missing"]
    waived = editing.save(voice, post.pk, {"v.agora.alt_waived": "1"}).post
    assert codes(post) == []
    variant = waived.variants.get()
    assert (variant.alt_waived_by, variant.alt_waived_at is not None) == (voice.person, True)
    editing.save(voice, post.pk, {"v.agora.alt_waived": ""})
    assert codes(post) == ["alt_missing"]


def test_a_brand_may_not_require_alternative_text(voice, post, brand, media_asset):
    brand.require_alt_text = False
    brand.save()
    editing.save(voice, post.pk, {"media": json.dumps([{"asset": media_asset.pk}])})
    assert codes(post) == []


def test_a_network_shows_the_files_of_the_idea_with_its_own_crop(voice, post, media_asset):
    editing.save(voice, post.pk, {"media": json.dumps([{"asset": media_asset.pk, "alt": "A door"}])})
    editing.save(voice, post.pk, {"v.agora.media": json.dumps([{"asset": media_asset.pk, "crop": [0, 0, 0.5, 1]}])})
    attachment = content(post).attachments[0]
    assert (attachment.width, attachment.height, attachment.alt) == (40, 60, "A door")


def test_what_is_sent_is_fitted_to_the_network(voice, post, media_asset):
    editing.save(voice, post.pk, {"v.agora.media": json.dumps([{"asset": media_asset.pk, "crop": [0, 0, 0.5, 1], "alt": "A door"}])})
    variant = next(iter(editing.reload(post).variants.all()))
    made = composing.content_for(variant, variant.spaces.all()[0]).attachments[0]
    assert made.file != media_asset.file
    assert (made.width, made.height) == (40, 60)


def test_rights_that_will_have_ended_stop_the_post(voice, post, media_asset):
    media_asset.rights_end = "2026-01-01"
    media_asset.alt = "A door"
    media_asset.save()
    editing.save(voice, post.pk, {"media": json.dumps([{"asset": media_asset.pk}])})
    assert codes(post) == ["rights_ended"]


def test_a_problem_is_said_once_for_all_its_spaces(voice, post, agora, brand):
    second = Space.objects.create(workspace=brand, network="agora", name="Lumen bis", account_id="9")
    editing.save(voice, post.pk, {"v.agora.spaces": f"{agora.pk},{second.pk}", "text": "x" * 120})
    found = checks.findings(editing.reload(post))
    assert [(finding.code, finding.spaces) for finding in found] == [("too_long", ("Lumen bis", "Lumen on Agora"))] or set(
        found[0].spaces
    ) == {
        "Lumen bis",
        "Lumen on Agora",
    }
    assert "20" in found[0].sentence
    assert found[0].cure


def test_a_link_to_the_site_that_is_not_measured_is_only_a_warning(voice, post, brand):
    brand.website = "https://lumen.example"
    brand.save()
    editing.save(voice, post.pk, {"text": "https://lumen.example/a"})
    found = checks.findings(editing.reload(post))
    assert [(finding.code, finding.is_error) for finding in found] == [("links_not_measured", False)]


def test_checking_costs_the_same_for_many_spaces(voice, post, brand, django_assert_num_queries):
    for number in range(6):
        Space.objects.create(workspace=brand, network="agora", name=f"S{number}", account_id=f"a{number}")
    spaces = ",".join(str(space.pk) for space in Space.objects.all())
    editing.save(voice, post.pk, {"v.agora.spaces": spaces})
    with django_assert_num_queries(5):
        checks.findings(editing.reload(post))


@pytest.mark.parametrize(("poll", "found"), [("Yes\nNo", []), ("Yes", ["poll_options"]), ("Yes\n" + "x" * 30, ["poll_option_length"])])
def test_a_poll_is_checked_against_the_network(voice, post, poll, found):
    editing.save(voice, post.pk, {"v.agora.poll": poll})
    assert codes(post) == found


def test_what_two_networks_say_in_the_same_words_is_said_once(voice, post, gazette, media_asset):
    media = json.dumps([{"asset": media_asset.pk}])
    editing.save(voice, post.pk, {"media": media, "v.gazette.spaces": str(gazette.pk)})
    found = [finding for finding in checks.findings(editing.reload(post)) if finding.code == "alt_missing"]
    assert [finding.networks for finding in found] == [["agora", "gazette"]]
