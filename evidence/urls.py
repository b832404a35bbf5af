"""The addresses of this app's pages."""

from __future__ import annotations

from django.urls import path

from evidence.custody import views as custody
from evidence.excerpts import views as excerpts
from evidence.families import views as families
from evidence.ingestion import views as ingestion
from evidence.intake import password_pages, tus
from evidence.intake import views as intake
from evidence.items import bulk, deciding, linking, playing
from evidence.items import views as items
from evidence.name_lists import views as name_lists
from evidence.saved_searches import views as saved
from evidence.search import views as search
from evidence.viewer import correcting
from evidence.viewer import views as viewer

app_name = "evidence"
urlpatterns = [
    path("", items.items, name="items"),
    path("search/", search.search, name="search"),
    path("change/", bulk.change, name="items_change"),
    path("links/new/", linking.link, name="link_new"),
    path("excerpts/", excerpts.excerpts, name="excerpts"),
    path("excerpts/<str:ref>/", excerpts.excerpt, name="excerpt"),
    path("excerpts/<str:ref>/withdraw/", excerpts.withdraw, name="excerpt_withdraw"),
    path("families/", families.families, name="families"),
    path("families/new/", families.group, name="family_new"),
    path("families/compare/", families.compare, name="family_compare"),
    path("families/<str:ref>/", families.family, name="family"),
    path("families/<str:ref>/<str:verb>/", families.step, name="family_step"),
    path("searches/", saved.searches, name="saved_searches"),
    path("searches/new/", saved.save, name="saved_search_new"),
    path("searches/overview/", saved.overview, name="searches_panel"),
    path("searches/<str:ref>/", saved.search, name="saved_search"),
    path("searches/<str:ref>/change/", saved.change, name="saved_search_change"),
    path("searches/<str:ref>/seen/", saved.seen, name="saved_search_seen"),
    path("searches/<str:ref>/remove/", saved.remove, name="saved_search_remove"),
    path("names/", name_lists.lists, name="name_lists"),
    path("names/new/", name_lists.make, name="name_list_new"),
    path("names/<str:ref>/", name_lists.name_list, name="name_list"),
    path("names/<str:ref>/again/", name_lists.again, name="name_list_again"),
    path("names/<str:ref>/remove/", name_lists.remove, name="name_list_remove"),
    path("names/<str:ref>/table.<str:kind>", name_lists.export, name="name_list_export"),
    path("about/<str:ref>/", linking.items_about, name="items_about"),
    path("overview/", ingestion.overview_panel, name="overview_panel"),
    path("jobs/", ingestion.jobs_panel, name="jobs_panel"),
    path("sandbox/", ingestion.sandbox_panel, name="sandbox_panel"),
    path("batches/", intake.batches, name="batches"),
    path("batches/new/", intake.open_batch, name="batch_new"),
    path("batches/<str:ref>/", intake.batch, name="batch"),
    path("batches/<str:ref>/receipt/", intake.receipt, name="receipt"),
    path("batches/<str:ref>/packages/", intake.packages, name="batch_packages"),
    path("batches/<str:ref>/progress/", ingestion.batch_progress, name="batch_progress"),
    path("batches/<str:ref>/read-again/", intake.read_all_again, name="batch_read_again"),
    path("batches/<str:ref>/passwords/", password_pages.password_panel, name="batch_passwords"),
    path("batches/<str:ref>/passwords/new/", password_pages.password_add, name="password_add"),
    path("batches/<str:ref>/passwords/<int:number>/remove/", password_pages.password_remove, name="password_remove"),
    path("batches/<str:ref>/read-locked/", password_pages.read_locked, name="batch_read_locked"),
    path("batches/<str:ref>/<str:verb>/", intake.step, name="batch_step"),
    path("uploads/", tus.create, name="uploads"),
    path("uploads/<str:token>/", tus.upload, name="upload"),
    path("items/<str:ref>/", viewer.item, name="item"),
    path("items/<str:ref>/thumbs/", viewer.thumbs, name="thumbs"),
    path("items/<str:ref>/pages/<int:number>/correct/", correcting.correct, name="page_correct"),
    path("items/<str:ref>/pages/<int:number>/history/", correcting.history, name="page_history"),
    path("items/<str:ref>/pages/<int:number>/excerpt/", excerpts.take, name="excerpt_take"),
    path("items/<str:ref>/pages/<int:number>.png", viewer.page_image, name="page_image"),
    path("items/<str:ref>/pages/<int:number>/small.png", viewer.page_thumb, name="page_thumb"),
    path("items/<str:ref>/drawn/", viewer.drawn, name="drawn"),
    path("items/<str:ref>/describe/", items.describe, name="item_describe"),
    path("items/<str:ref>/classify/", deciding.classify, name="item_classify"),
    path("items/<str:ref>/lower/", deciding.propose, name="item_lower"),
    path("items/<str:ref>/lower/<str:verb>/", deciding.decide, name="item_decide"),
    path("items/<str:ref>/download/", items.download, name="item_download"),
    path("items/<str:ref>/play/", playing.play, name="item_play"),
    path("items/<str:ref>/read-again/", items.read_again, name="item_read_again"),
    path("items/<str:ref>/links/", linking.item_links, name="item_links"),
    path("items/<str:ref>/links/<int:number>/remove/", linking.unlink, name="link_remove"),
    path("items/<str:ref>/families/", families.item_families, name="item_families"),
    path("items/<str:ref>/custody/", custody.custody, name="custody"),
    path("items/<str:ref>/log/", ingestion.item_log, name="item_log"),
    path("items/<str:ref>/release/", ingestion.release, name="item_release"),
]
